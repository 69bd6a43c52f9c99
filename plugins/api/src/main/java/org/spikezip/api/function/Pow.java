package org.spikezip.api.function;

/**
 * Powers in float, with C's special cases (C17 F.10.4.4) but for exponents 0.5 and -0.5.
 *
 * <p>The exponents that models use are computed the way models write them: 2 as {@code x x}, 3 as
 * {@code (x x) x}, 0.5 as a square root, -0.5 as {@link Rsqrt}. Other integers up to {@value
 * #MAX_REPEATED} are repeated products in double, all else is {@code exp(y log |x|)} in double;
 * both are rounded once.
 */
public final class Pow {
  /** The largest magnitude of an integer exponent that is computed by multiplying. */
  public static final int MAX_REPEATED = 8;

  // Beyond it every power is infinite or rounds to 0.
  private static final double MAX_LOG = 200.0;

  private Pow() {}

  /**
   * Returns x to the power of y, within 0.501 ulp (1.5 for exponents 3 and -0.5).
   *
   * @return 1 for y = 0 and for x = 1, whatever the other is; NaN for finite x below 0 with y no
   *     integer; for y = 0.5 and -0.5 what {@link Sqrt} and {@link Rsqrt} return
   */
  public static float pow(float x, float y) {
    if (y == 2f) {
      return x * x;
    }
    if (y == 3f) {
      return (x * x) * x;
    }
    if (y == 0.5f) {
      return Sqrt.sqrt(x);
    }
    if (y == -0.5f) {
      return Rsqrt.rsqrt(x);
    }
    if (Math.abs(y) <= MAX_REPEATED && y == Math.rint(y)) {
      return repeated(x, (int) y);
    }
    if (x == 1f) {
      return 1f;
    }
    if (Float.isNaN(x) || Float.isNaN(y)) {
      return Float.NaN;
    }
    float size = Math.abs(x);
    if (Float.isInfinite(y)) {
      return size == 1f ? 1f : limit(size > 1f == y > 0f);
    }
    boolean integer = y == Math.rint(y);
    if (x < 0f && size < Float.POSITIVE_INFINITY && !integer) {
      return Float.NaN;
    }
    float power = ofPositive(size, y);
    boolean negative = Float.floatToRawIntBits(x) < 0 && integer && isOdd(y);
    return negative ? -power : power;
  }

  private static float repeated(float x, int n) {
    double product = 1.0;
    for (int i = 0; i < Math.abs(n); i++) {
      product *= x;
    }
    return (float) (n < 0 ? 1.0 / product : product);
  }

  /** A power of a size from 0 to Inf, y finite and not 0. */
  private static float ofPositive(float size, float y) {
    if (size == 0f || Float.isInfinite(size)) {
      return limit(size > 0f == y > 0f);
    }
    double logarithm = y * DoubleExpLog.log(size);
    return (float) DoubleExpLog.exp(Math.max(-MAX_LOG, Math.min(MAX_LOG, logarithm)));
  }

  private static float limit(boolean infinite) {
    return infinite ? Float.POSITIVE_INFINITY : 0f;
  }

  private static boolean isOdd(float integer) {
    return Math.abs(integer % 2f) == 1f;
  }
}
