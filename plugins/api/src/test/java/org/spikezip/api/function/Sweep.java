package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;

/** Runs a float function over a dense sweep of bit patterns against a reference in double. */
final class Sweep {
  /** Every 997th bit pattern: 4.3 million floats of every magnitude and both signs. */
  static final int STEP = 997;

  private Sweep() {}

  /** A float function. */
  interface FloatFunction {
    float apply(float x);
  }

  /**
   * Asserts the largest error within [low, high], in ulps of the float nearest to the reference.
   */
  static void assertWithinUlps(
      double bound, FloatFunction f, DoubleUnaryOperator reference, float low, float high) {
    assertWithin(bound, f, reference, low, high, (x, expected) -> Math.ulp((float) expected));
  }

  /** Asserts the largest error within [low, high], in multiples of 2^-24 |x|. */
  static void assertWithinOfInput(
      double bound, FloatFunction f, DoubleUnaryOperator reference, float low, float high) {
    assertWithin(bound, f, reference, low, high, (x, expected) -> Math.abs(x) * 0x1p-24);
  }

  private interface Unit {
    double of(double x, double expected);
  }

  private static void assertWithin(
      double bound,
      FloatFunction f,
      DoubleUnaryOperator reference,
      float low,
      float high,
      Unit unit) {
    int count = 0;
    double worst = 0;
    float worstInput = Float.NaN;
    for (long bits = 1; bits < 1L << 32; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      if (!(x >= low && x <= high)) {
        continue;
      }
      count++;
      double expected = reference.applyAsDouble(x);
      double error = Math.abs(f.apply(x) - expected) / unit.of(x, expected);
      if (!(error <= worst)) {
        worst = error;
        worstInput = x;
      }
    }
    assertTrue(count > 1000, "only " + count + " points");
    assertTrue(worst <= bound, "error " + worst + " at " + worstInput + ", allowed " + bound);
  }

  /** The error function in double: a series without cancellation, within 1e-14. */
  static double erf(double x) {
    double size = Math.abs(x);
    if (size > 6) {
      return Math.signum(x);
    }
    double term = size;
    double sum = size;
    for (int n = 1; term > sum * 1e-17; n++) {
      term *= 2 * size * size / (2 * n + 1);
      sum += term;
    }
    return Math.signum(x) * 2 / Math.sqrt(Math.PI) * Math.exp(-size * size) * sum;
  }
}
