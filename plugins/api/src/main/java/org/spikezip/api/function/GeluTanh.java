package org.spikezip.api.function;

/** The Gaussian error linear unit in float, in its approximation by a hyperbolic tangent. */
public final class GeluTanh {
  private static final float SQRT_TWO_OVER_PI = 0.7978846f;
  private static final float CUBIC = 0.044715f;

  private GeluTanh() {}

  /**
   * Returns {@code (0.5 x) (1 + tanh(sqrt(2/pi) (x + 0.044715 (x x x))))}.
   *
   * <p>Within 2 ulp of that formula for {@code x >= 0}. For negative x the addition cancels, so the
   * error is absolute: within {@code |x| 2^-23}.
   *
   * @return NaN for -Inf (as -Inf times 0) and for NaN
   */
  public static float geluTanh(float x) {
    float inner = SQRT_TWO_OVER_PI * (x + CUBIC * ((x * x) * x));
    return (0.5f * x) * (1f + Tanh.tanh(inner));
  }
}
