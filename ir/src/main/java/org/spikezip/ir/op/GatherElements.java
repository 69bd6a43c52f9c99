package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Takes single elements along an axis: the output has the shape of the indices. Source: ONNX
 * GatherElements-13.
 */
public record GatherElements(int axis) implements Op {
  static GatherElements read(Attributes attributes) {
    return new GatherElements(attributes.whole("axis"));
  }

  @Override
  public String name() {
    return "gather_elements";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    return List.of(inputs.get(0).withShape(inputs.get(1).shape()));
  }
}
