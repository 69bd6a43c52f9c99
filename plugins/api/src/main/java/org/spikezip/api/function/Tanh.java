package org.spikezip.api.function;

/** The hyperbolic tangent in float: a polynomial near 0, {@code 1 - 2 / (exp(2|x|) + 1)} beyond. */
public final class Tanh {
  private static final float SPLIT = 0.625f;
  private static final float C3 = -0.33333278f;
  private static final float C5 = 0.13331321f;
  private static final float C7 = -0.05372913f;
  private static final float C9 = 0.020603238f;
  private static final float C11 = -0.005663615f;

  private Tanh() {}

  /** Returns tanh(x), within 1.5 ulp; odd, NaN for NaN. */
  public static float tanh(float x) {
    float t = Math.abs(x);
    float s = t * t;
    float p = C11;
    p = p * s + C9;
    p = p * s + C7;
    p = p * s + C5;
    p = p * s + C3;
    float near = (p * s) * t + t;
    float far = 1f - 2f / (Exp.exp(t + t) + 1f);
    return Math.copySign(t < SPLIT ? near : far, x);
  }
}
