package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Root-mean-square normalization over the axes from {@code axis} to the last: x, scale. Source:
 * ONNX RMSNormalization-23.
 *
 * @param axis first normalized axis; negative counts from the end
 * @param epsilon added to the variance (mean square)
 */
public record RmsNorm(int axis, float epsilon) implements Op {
  static RmsNorm read(Attributes attributes) {
    return new RmsNorm(attributes.whole("axis"), attributes.real("epsilon"));
  }

  @Override
  public String name() {
    return "rms_norm";
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
    Infer.arity(inputs, 2, 2);
    return List.of(Fact.of(inputs.get(0).type(), inputs.get(0).shape()));
  }
}
