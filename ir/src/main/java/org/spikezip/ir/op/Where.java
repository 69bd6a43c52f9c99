package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Takes from the second input where the first is true, else from the third; all three broadcast.
 * Source: ONNX Where-16.
 */
public record Where() implements Op {
  static Where read(Attributes attributes) {
    return new Where();
  }

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 3);
    Infer.type(inputs.get(0), ElementType.BOOL, "the condition");
    Infer.sameType(inputs.get(1), inputs.get(2));
    Shape shape = Infer.broadcast(inputs.get(1).shape(), inputs.get(2).shape());
    return List.of(Fact.of(inputs.get(1).type(), Infer.broadcast(inputs.get(0).shape(), shape)));
  }
}
