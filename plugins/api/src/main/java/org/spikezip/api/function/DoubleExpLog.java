package org.spikezip.api.function;

/** Exponential and logarithm in double, for functions that round to float once, at the end. */
final class DoubleExpLog {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN2 = 0.6931471805599453;
  // ln 2 in two parts: the high one has 32 bits, so that its product with n is exact.
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;
  private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
  // 1.5 * 2^52: adding it rounds to an integer, half to even.
  private static final double MAGIC = 0x1.8p52;

  private DoubleExpLog() {}

  /** Returns e to the power of x for {@code |x| <= 700}, within 1e-15 of it, relatively. */
  static double exp(double x) {
    double n = (x * LOG2_E + MAGIC) - MAGIC;
    double r = x - n * LN2_HIGH;
    r = r - n * LN2_LOW;
    double p = 2.7476554780436643e-07;
    p = p * r + 2.763509369532493e-06;
    p = p * r + 2.480193298139824e-05;
    p = p * r + 0.0001984118501203921;
    p = p * r + 0.0013888888514438456;
    p = p * r + 0.00833333337101929;
    p = p * r + 0.0416666666681453;
    p = p * r + 0.16666666666611263;
    p = p * r + 0.4999999999999831;
    p = (p * (r * r) + r) + 1.0;
    double scale = Double.longBitsToDouble(((long) n + 1023L) << 52);
    return p * scale;
  }

  /** Returns the natural logarithm of a normal x, {@code 0 < x < Inf}, within 1e-15, relatively. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long k = (bits - SQRT_HALF_BITS) >> 52;
    double m = Double.longBitsToDouble(bits - (k << 52));
    // m is from sqrt(1/2) to sqrt(2); log m = 2 atanh s.
    double s = (m - 1.0) / (m + 1.0);
    double z = s * s;
    double p = 0.1479703730385872;
    p = p * z + 0.15313951155536684;
    p = p * z + 0.18183567831478223;
    p = p * z + 0.22222198513397626;
    p = p * z + 0.28571428742891486;
    p = p * z + 0.3999999999941279;
    p = p * z + 0.6666666666666735;
    return k * LN2 + ((p * z) * s + 2.0 * s);
  }
}
