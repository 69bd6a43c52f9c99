package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeFitTest {
  /**
   * Codes and targets of eight tokens; the solutions below are NumPy's: {@code W +
   * numpy.linalg.solve(C + λ·diag(C), c − C @ W)} with C = numpy.cov(S.T, ddof=0).
   */
  private static final float[] CODES = {1, 0, 2, 1, -1, 2, 0, -2, 3, 1, -2, -1, 1, 3, -3, 0};

  private static final float[] TARGETS = {0.5f, 1.5f, 0.25f, -1, 2, -1.5f, 1.75f, -1.25f};
  private static final double[] WEIGHTS = {0.4, 0.3};

  @Test
  void fitsAsNumpyDoes() {
    CodeMoments moments = moments(2, 1, CODES, TARGETS);
    assertArrayEquals(
        new double[] {0.49029126, 0.44154531}, RidgeFit.fit(WEIGHTS, moments, 0), 1e-6);
    assertArrayEquals(
        new double[] {0.46725619, 0.40076217}, RidgeFit.fit(WEIGHTS, moments, 0.5), 1e-6);
  }

  @Test
  void strongTiesLeaveTheWeightsAlone() {
    double[] fitted = RidgeFit.fit(WEIGHTS, moments(2, 1, CODES, TARGETS), 1e9);
    assertArrayEquals(WEIGHTS, fitted, 1e-6);
  }

  @Test
  void aRowThatNeverFiresKeepsItsWeight() {
    float[] codes = {1, 0, -1, 0, 2, 0, -2, 0};
    float[] targets = {1, -1, 2, -2};
    double[] fitted = RidgeFit.fit(new double[] {0.5, 0.7}, moments(2, 1, codes, targets), 0.01);
    assertEquals(0.7, fitted[1], 1e-12);
    assertEquals(1, fitted[0], 0.01);
  }

  @Test
  void theStrengthFollowsWhatOtherTokensConfirm() {
    double[] truth = {0.5, -0.25, 0.125, 1};
    double[] off = {0.1, 0.1, 0.1, 0.1};
    CodeMoments clean = noisy(1, 400, truth, 0);
    CodeMoments alsoClean = noisy(2, 400, truth, 0);
    double weak = RidgeFit.strength(off, clean, alsoClean);
    CodeMoments few = noisy(3, 5, truth, 30);
    CodeMoments others = noisy(4, 400, truth, 0);
    double strong = RidgeFit.strength(truth, few, others);
    assertTrue(weak <= 0.02, "where data agree: " + weak);
    assertTrue(strong >= 10, "where they are noise: " + strong);
  }

  private static CodeMoments moments(int rows, int columns, float[] codes, float[] targets) {
    CodeMoments moments = new CodeMoments(rows, columns);
    moments.add(codes, targets);
    return moments;
  }

  private static CodeMoments noisy(long seed, int tokens, double[] truth, double noise) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] codes = new float[tokens * truth.length];
    float[] targets = new float[tokens];
    for (int t = 0; t < tokens; t++) {
      double y = noise * random.nextDouble(-1, 1 + 1e-9);
      for (int k = 0; k < truth.length; k++) {
        int code = random.nextInt(-4, 5);
        codes[t * truth.length + k] = code;
        y += code * truth[k];
      }
      targets[t] = (float) y;
    }
    return moments(truth.length, 1, codes, targets);
  }
}
