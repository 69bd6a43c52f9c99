package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Layer normalization over the axes from {@code axis} to the last: x, scale, optional bias. Source:
 * ONNX LayerNormalization-17.
 *
 * @param axis first normalized axis; negative counts from the end
 * @param epsilon added to the variance (mean square)
 */
public record LayerNorm(int axis, float epsilon) implements Op {
  static LayerNorm read(Attributes attributes) {
    return new LayerNorm(attributes.whole("axis"), attributes.real("epsilon"));
  }

  @Override
  public String name() {
    return "layer_norm";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis).with("epsilon", epsilon);
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 3);
    return List.of(Fact.of(inputs.get(0).type(), inputs.get(0).shape()));
  }
}
