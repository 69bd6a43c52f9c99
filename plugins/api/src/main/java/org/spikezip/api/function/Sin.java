package org.spikezip.api.function;

/** The sine in float, computed in double and rounded once. */
public final class Sin {
  private Sin() {}

  /**
   * Returns the sine of x radians, within 0.501 ulp for {@code |x| <= 2^20}.
   *
   * <p>Up to {@code 2^30} the error is absolute, within 2e-7.
   *
   * @return NaN beyond {@code 2^30}, for an infinity and for NaN
   */
  public static float sin(float x) {
    return SinCos.sin(x, 0);
  }
}
