package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/** Softmax along one axis. Source: ONNX Softmax-13. */
public record Softmax(int axis) implements Op {
  static Softmax read(Attributes attributes) {
    return new Softmax(attributes.whole("axis"));
  }

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis);
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    return List.of(Fact.of(inputs.get(0).type(), inputs.get(0).shape()));
  }
}
