package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeMomentsTest {
  private static final int ROWS = 19;
  private static final int COLUMNS = 3;
  private static final int TOKENS = 150;

  @Test
  void momentsAreThoseOfTheDefinition() {
    float[] codes = codes(1);
    float[] targets = targets(2);
    CodeMoments moments = new CodeMoments(ROWS, COLUMNS);
    moments.add(codes, targets);
    double[] covariance = moments.covariance();
    double[] cross = moments.crossCovariance();
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < ROWS; j++) {
        double expected = covariance(codes, ROWS, i, codes, ROWS, j);
        assertEquals(expected, covariance[i * ROWS + j], 1e-9);
      }
      for (int j = 0; j < COLUMNS; j++) {
        double expected = covariance(codes, ROWS, i, targets, COLUMNS, j);
        assertEquals(expected, cross[i * COLUMNS + j], 1e-4);
      }
    }
    assertEquals(TOKENS, moments.tokens());
  }

  @Test
  void partsAddUpToTheWhole() {
    CodeMoments whole = new CodeMoments(ROWS, COLUMNS);
    whole.add(codes(1), targets(2));
    whole.add(codes(3), targets(4));
    CodeMoments one = new CodeMoments(ROWS, COLUMNS);
    one.add(codes(1), targets(2));
    CodeMoments other = new CodeMoments(ROWS, COLUMNS);
    other.add(codes(3), targets(4));
    one.add(other);
    assertArrayEquals(whole.covariance(), one.covariance(), 1e-9);
    assertArrayEquals(whole.meanTargets(), one.meanTargets(), 1e-9);
    assertArrayEquals(whole.crossCovariance(), one.crossCovariance(), 1e-4);
  }

  @Test
  void withoutTokensAllIsZero() {
    CodeMoments none = new CodeMoments(2, 1);
    none.add(new float[0], new float[0]);
    assertArrayEquals(new double[4], none.covariance());
    assertArrayEquals(new double[1], none.meanTargets());
  }

  private static double covariance(float[] a, int stepA, int i, float[] b, int stepB, int j) {
    double meanA = 0;
    double meanB = 0;
    for (int t = 0; t < TOKENS; t++) {
      meanA += a[t * stepA + i] / (double) TOKENS;
      meanB += b[t * stepB + j] / (double) TOKENS;
    }
    double sum = 0;
    for (int t = 0; t < TOKENS; t++) {
      sum += (a[t * stepA + i] - meanA) * (b[t * stepB + j] - meanB);
    }
    return sum / TOKENS;
  }

  private static float[] codes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] codes = new float[TOKENS * ROWS];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = random.nextInt(-7, 9);
    }
    return codes;
  }

  private static float[] targets(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] targets = new float[TOKENS * COLUMNS];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = (float) random.nextDouble(-1, 1);
    }
    return targets;
  }
}
