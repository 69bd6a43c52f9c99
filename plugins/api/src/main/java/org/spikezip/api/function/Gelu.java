package org.spikezip.api.function;

/** The Gaussian error linear unit in float, in its exact form. */
public final class Gelu {
  private static final float SQRT_HALF = 0.70710677f;

  private Gelu() {}

  /**
   * Returns {@code (0.5 x) (1 + erf(x sqrt(1/2)))}.
   *
   * <p>Within 2 ulp for {@code x >= 0}. For negative x the addition cancels, so the error is
   * absolute: within {@code |x| 2^-24} (or half the smallest subnormal), and the result is -0 below
   * about -5.5.
   *
   * @return NaN for -Inf (as -Inf times 0) and for NaN
   */
  public static float gelu(float x) {
    return (0.5f * x) * (1f + Erf.erf(x * SQRT_HALF));
  }
}
