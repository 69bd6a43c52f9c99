package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/** Leaves the integers of weights that the source keeps as they are; thresholds scale columns. */
record KeepWeights() implements Step {
  @Override
  public String name() {
    return "keep-weights";
  }

  @Override
  public void apply(Plan plan) {
    for (Product product : plan.placement().products()) {
      if (product instanceof Product.WithKeptWeights kept) {
        float theta = plan.thresholds(kept.left()).range(0).theta();
        float[] scale = kept.weights().scale().floats();
        for (int j = 0; j < scale.length; j++) {
          scale[j] *= theta;
        }
        Tensor scales = Tensor.of(scale, scale.length);
        plan.decide(kept.node(), new IntegerWeights(kept.weights().weights(), scales));
      }
    }
  }
}
