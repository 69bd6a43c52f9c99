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

  /**
   * Ranges of least squared error, resting codes at the mean, weights rounded to nearest.
   *
   * @param keptLevels levels of what weights that stay as they are multiply
   */
  static Recipe standard(int levels, int keptLevels, WeightFormat format) {
    return new Recipe(
        List.of(
            new SearchRanges(levels, keptLevels),
            new RestAtMean(),
            new KeepWeights(),
            new RoundWeights(format)));
  }

  void apply(Plan plan) {
    steps.forEach(step -> step.apply(plan));
  }
}
