package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

class ErrorWeightsTest {
  private static final int ROWS = 3;
  private static final int POSITIONS = 4;
  private static final int CHANNELS = 2;
  private static final Value ANY = new Value(0, 0);

  /** Two heads; rows of the second sum to more than 1, as those relative to their largest do. */
  private static float[] probabilities() {
    float[] p = Fixture.random(1, 2 * ROWS * POSITIONS).floats();
    for (int row = 0; row < 2 * ROWS; row++) {
      float sum = 0;
      for (int j = 0; j < POSITIONS; j++) {
        p[row * POSITIONS + j] = Math.abs(p[row * POSITIONS + j]);
        sum += p[row * POSITIONS + j];
      }
      for (int j = 0; j < POSITIONS; j++) {
        p[row * POSITIONS + j] *= (row < ROWS ? 1 : 1.7f) / sum;
      }
    }
    return p;
  }

  private static final float[] VALUES = Fixture.random(2, 2 * POSITIONS * CHANNELS).floats();

  /** The mean changes by so much, squared, if one number of a factor changes by 1. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void weightsAreWhatAnErrorDoes(boolean left) {
    Tensor p = Tensor.of(probabilities(), 1, 2, ROWS, POSITIONS);
    Tensor v = Tensor.of(VALUES, 1, 2, POSITIONS, CHANNELS);
    ErrorWeights weights = new ErrorWeights(ANY, left);
    float[] found = weights.of(left ? p : v, left ? v : p).orElseThrow();
    double[] before = mean(probabilities(), VALUES);
    for (int i = 0; i < found.length; i++) {
      float[] changedP = probabilities();
      float[] changedV = VALUES.clone();
      (left ? changedP : changedV)[i] += 1;
      double[] after = mean(changedP, changedV);
      double change = 0;
      for (int k = 0; k < after.length; k++) {
        change += Math.pow(after[k] - before[k], 2);
      }
      assertEquals(change, found[i], 1e-5, "element " + i);
    }
  }

  /** Weighted means, by the sums that rows have before any change. */
  private static double[] mean(float[] p, float[] v) {
    float[] unchanged = probabilities();
    double[] mean = new double[2 * ROWS * CHANNELS];
    for (int row = 0; row < 2 * ROWS; row++) {
      double sum = 0;
      for (int j = 0; j < POSITIONS; j++) {
        sum += unchanged[row * POSITIONS + j];
      }
      for (int j = 0; j < POSITIONS; j++) {
        for (int d = 0; d < CHANNELS; d++) {
          int at = (row / ROWS * POSITIONS + j) * CHANNELS + d;
          mean[row * CHANNELS + d] += p[row * POSITIONS + j] * v[at] / sum;
        }
      }
    }
    return mean;
  }

  @Test
  void aRowOfZerosCountsNothing() {
    Tensor p = Tensor.of(new float[] {0, 0, 1, 0}, 2, 2);
    Tensor v = Tensor.of(new float[] {3, 4}, 2, 1);
    float[] found = new ErrorWeights(ANY, true).of(p, v).orElseThrow();
    assertEquals(0, found[0]);
    assertEquals(9, found[2]);
    assertEquals(16, found[3]);
  }

  @Test
  void headsThatShareValuesHaveNoWeights() {
    Tensor p = Tensor.of(new float[8], 2, 2, 2);
    Tensor v = Tensor.of(new float[2], 1, 2, 1);
    assertEquals(Optional.empty(), new ErrorWeights(ANY, true).of(p, v));
  }

  /** Numbers that count nothing do not widen the range. */
  @Test
  void theRangeFollowsWhatCounts() {
    Site site = new Site(ANY, Grouping.TENSOR, Grouping.TENSOR, true);
    float[] numbers = new float[1000];
    float[] weight = new float[1000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i < 900 ? i / 900f * 0.1f : 0.9f;
      weight[i] = i < 900 ? 1 : 0;
    }
    Extremes extremes = new Extremes(Grouping.TENSOR);
    int[] dims = {numbers.length};
    extremes.add(numbers, dims);
    SiteStatistics statistics = new SiteStatistics(site, extremes, 1024, 1e-6);
    statistics.add(numbers, dims, Optional.of(weight));
    RangeSearch search = new RangeSearch(16);
    CodedRange all = search.best(statistics.distribution(0), true);
    CodedRange counted = search.best(statistics.weighed(0), true);
    assertTrue(all.theta() * 15 > 0.8, all.toString());
    assertEquals(0.1, counted.theta() * 15, 0.02, counted.toString());
    SiteStatistics kept = new SiteStatistics(site, statistics.tensors());
    assertEquals(counted, search.best(kept.weighed(0), true));
  }
}
