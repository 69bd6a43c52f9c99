package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/** Limits floats to {@code [min, max]}. Source: ONNX Clip-13 with constant bounds. */
public record Clip(float min, float max) implements Op {
  static Clip read(Attributes attributes) {
    return new Clip(attributes.real("min"), attributes.real("max"));
  }

  @Override
  public String name() {
    return "clip";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("min", min).with("max", max);
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
