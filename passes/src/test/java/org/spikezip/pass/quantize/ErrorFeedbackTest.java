package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorFeedbackTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 70;

  @ParameterizedTest
  @EnumSource(
      value = WeightFormat.class,
      names = {"INT4", "INT8"})
  void theOutputErrorIsSmallerThanOfNearestRounding(WeightFormat format) {
    double[] weights = new SplittableRandom(1).doubles(ROWS * COLUMNS, -1, 1).toArray();
    double[] covariance = correlated();
    double[] importance = new double[ROWS];
    for (int k = 0; k < ROWS; k++) {
      importance[k] = covariance[k * ROWS + k];
    }
    double nearest =
        error(WeightRounding.nearest(weights, importance, COLUMNS, format), weights, covariance);
    double fed =
        error(ErrorFeedback.round(weights, covariance, COLUMNS, format), weights, covariance);
    assertTrue(fed < 0.6 * nearest, format + ": " + fed + " instead of " + nearest);
  }

  @Test
  void codesThatGoTheirOwnWaysAreRoundedToNearest() {
    double[] weights = new SplittableRandom(2).doubles(6 * 5, -1, 1).toArray();
    double[] covariance = new double[36];
    double[] importance = new double[6];
    for (int k = 0; k < 6; k++) {
      covariance[k * 6 + k] = 1 + k;
      importance[k] = 1 + k;
    }
    assertArrayEquals(
        WeightRounding.nearest(weights, importance, 5, WeightFormat.INT8).weights().ints(),
        ErrorFeedback.round(weights, covariance, 5, WeightFormat.INT8).weights().ints());
  }

  @Test
  void codesThatNeverMoveDoNoHarm() {
    double[] weights = {0.5, 0.25, -1, 1};
    int[] integers =
        ErrorFeedback.round(weights, new double[4], 2, WeightFormat.INT8).weights().ints();
    assertTrue(Arrays.stream(integers).allMatch(w -> Math.abs(w) <= 127));
    assertTrue(Arrays.stream(integers).anyMatch(w -> w != 0));
  }

  /** Codes that share a few causes. */
  private static double[] correlated() {
    double[] causes = new SplittableRandom(3).doubles(ROWS * 8, -1, 1).toArray();
    double[] covariance = new double[ROWS * ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        for (int c = 0; c < 8; c++) {
          covariance[i * ROWS + j] += causes[i * 8 + c] * causes[j * 8 + c];
        }
      }
      covariance[i * ROWS + i] += 0.05;
    }
    return covariance;
  }

  private static double error(IntegerWeights rounded, double[] weights, double[] covariance) {
    int[] integers = rounded.weights().ints();
    float[] scale = rounded.scale().floats();
    double error = 0;
    for (int j = 0; j < COLUMNS; j++) {
      for (int a = 0; a < ROWS; a++) {
        for (int b = 0; b < ROWS; b++) {
          double ea = weights[a * COLUMNS + j] - scale[j] * integers[a * COLUMNS + j];
          double eb = weights[b * COLUMNS + j] - scale[j] * integers[b * COLUMNS + j];
          error += ea * covariance[a * ROWS + b] * eb;
        }
      }
    }
    return error;
  }
}
