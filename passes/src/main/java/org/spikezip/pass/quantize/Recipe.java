package org.spikezip.pass.quantize;

import java.util.List;

/**
 * Steps in their order. After the last one every site has thresholds and every product with weights
 * has integer weights.
 */
record Recipe(List<Step> steps) {
  Recipe {
    steps = List.copyOf(steps);
  }

  /** Ranges of least squared error, resting codes at the mean, weights rounded to nearest. */
  static Recipe standard(int levels, WeightFormat format) {
    return new Recipe(
        List.of(new SearchRanges(levels), new RestAtMean(), new RoundWeights(format)));
  }

  void apply(Plan plan) {
    steps.forEach(step -> step.apply(plan));
  }
}
