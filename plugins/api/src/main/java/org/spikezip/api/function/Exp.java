package org.spikezip.api.function;

/**
 * The exponential function in float.
 *
 * <p>{@code x = n ln 2 + r} with {@code |r| <= 0.3466}; {@code exp(x) = 2^n exp(r)}. Without
 * branches: three selects at the end.
 */
public final class Exp {
  /** Above this, about 128 ln 2, the result is infinite. */
  public static final float MAX_INPUT = 88.72283f;

  /** Below this, about -126 ln 2, the result is 0: results are normal or 0, never subnormal. */
  public static final float MIN_INPUT = -87.33654f;

  private static final float LOG2_E = 1.442695f;
  // 1.5 * 2^23: adding it rounds to an integer, half to even, and leaves that integer in the bits.
  private static final float MAGIC = 12582912f;
  // ln 2 in two parts: the high one has 9 bits, so that its product with n is exact.
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = -2.1219444e-4f;
  private static final float C2 = 0.49999994f;
  private static final float C3 = 0.16666517f;
  private static final float C4 = 0.041668106f;
  private static final float C5 = 0.008369142f;
  private static final float C6 = 0.0013836799f;

  private Exp() {}

  /**
   * Returns e to the power of x, within 1 ulp.
   *
   * @return +Inf above {@link #MAX_INPUT}, 0 below {@link #MIN_INPUT}, NaN for NaN
   */
  public static float exp(float x) {
    float shifted = x * LOG2_E + MAGIC;
    float n = shifted - MAGIC;
    float r = x - n * LN2_HIGH;
    r = r - n * LN2_LOW;
    float p = C6;
    p = p * r + C5;
    p = p * r + C4;
    p = p * r + C3;
    p = p * r + C2;
    p = (p * (r * r) + r) + 1f;
    // p is about 0.7 to 1.42: add n to its exponent (the shift drops the bits of MAGIC).
    int scaled = Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23);
    float y = Float.intBitsToFloat(scaled);
    y = x > MAX_INPUT ? Float.POSITIVE_INFINITY : y;
    y = x < MIN_INPUT ? 0f : y;
    return Float.isNaN(x) ? x : y;
  }
}
