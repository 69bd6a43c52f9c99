package org.spikezip.api.function;

/** The natural logarithm in float, computed in double and rounded once. */
public final class Log {
  private Log() {}

  /**
   * Returns the natural logarithm of x, within 0.501 ulp, subnormal x included.
   *
   * @return -Inf for a zero of either sign, +Inf for +Inf, NaN for negative x and for NaN
   */
  public static float log(float x) {
    if (x > 0f && x < Float.POSITIVE_INFINITY) {
      return (float) DoubleExpLog.log(x);
    }
    if (x == 0f) {
      return Float.NEGATIVE_INFINITY;
    }
    return x > 0f ? x : Float.NaN;
  }
}
