package org.spikezip.api.function;

/** Sine and cosine of a float, computed in double and rounded once. */
final class SinCos {
  /** Above this magnitude, 2^30, the results are NaN: the reduction has no digits left. */
  static final float MAX_INPUT = 0x1p30f;

  private static final double TWO_OVER_PI = 0.6366197723675814;
  // pi/2 in two parts: the high one has 33 bits, so that its product with n < 2^20 is exact.
  private static final double HALF_PI_HIGH = 1.5707963267341256;
  private static final double HALF_PI_LOW = 6.077100506506192e-11;
  private static final double MAGIC = 0x1.8p52;

  private SinCos() {}

  /** Returns the sine of {@code x + quarters * pi/2}. */
  static float sin(float x, int quarters) {
    if (!(Math.abs(x) <= MAX_INPUT)) {
      return Float.NaN;
    }
    // The sum rounds to an integer, half to even, and never leaves -0 (so sin -0 is -0).
    double n = (x * TWO_OVER_PI + MAGIC) - MAGIC;
    double r = x - n * HALF_PI_HIGH;
    r = r - n * HALF_PI_LOW;
    double z = r * r;
    int quadrant = (int) n + quarters;
    double y = (quadrant & 1) == 0 ? r * sineOverArgument(z) : cosine(z);
    return (float) ((quadrant & 2) == 0 ? y : -y);
  }

  private static double sineOverArgument(double z) {
    double p = -2.4760146883735194e-08;
    p = p * z + 2.7555335465650155e-06;
    p = p * z + -0.0001984126370917134;
    p = p * z + 0.00833333332504264;
    p = p * z + -0.16666666666630156;
    return p * z + 1.0;
  }

  private static double cosine(double z) {
    double p = 2.064487340504076e-09;
    p = p * z + -2.755551929029541e-07;
    p = p * z + 2.4801580686228792e-05;
    p = p * z + -0.0013888888877563572;
    p = p * z + 0.041666666666596165;
    return (p * (z * z) + -0.5 * z) + 1.0;
  }
}
