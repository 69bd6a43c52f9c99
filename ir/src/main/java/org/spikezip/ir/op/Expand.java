package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Broadcasts the first input to the shape that the second gives, and to its own. Source: ONNX
 * Expand-13.
 */
public record Expand() implements Op {
  static Expand read(Attributes attributes) {
    return new Expand();
  }

  @Override
  public String name() {
    return "expand";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    Fact x = inputs.get(0);
    return List.of(x.withShape(Infer.broadcast(x.shape(), Infer.shapeFrom(inputs.get(1)))));
  }
}
