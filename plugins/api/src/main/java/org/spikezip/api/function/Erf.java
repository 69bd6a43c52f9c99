package org.spikezip.api.function;

/**
 * The error function in float: a polynomial near 0, {@code 1 - exp(polynomial)} beyond.
 *
 * <p>The second polynomial approximates {@code ln erfc}. Both are evaluated and one is selected.
 */
public final class Erf {
  private static final float SPLIT = 0.84375f;
  // erf(4) rounds to 1.
  private static final float LIMIT = 4f;
  private static final float C1 = 0.12837917f;
  private static final float C3 = -0.37612593f;
  private static final float C5 = 0.11282912f;
  private static final float C7 = -0.026809534f;
  private static final float C9 = 0.0050618746f;
  private static final float C11 = -0.00063749f;
  private static final float D1 = -0.12853037f;
  private static final float D2 = -0.6356635f;
  private static final float D3 = -0.10533488f;
  private static final float D4 = 0.022937283f;
  private static final float D5 = -0.0032298537f;
  private static final float D6 = 0.00021580802f;

  private Erf() {}

  /** Returns erf(x), within 1.5 ulp; odd, 1 from about 3.9 on, NaN for NaN. */
  public static float erf(float x) {
    float t = Math.abs(x);
    t = t > LIMIT ? LIMIT : t;
    float s = t * t;
    float p = C11;
    p = p * s + C9;
    p = p * s + C7;
    p = p * s + C5;
    p = p * s + C3;
    p = p * s + C1;
    float near = p * t + t;
    float q = D6;
    q = q * t + D5;
    q = q * t + D4;
    q = q * t + D3;
    q = q * t + D2;
    q = q * t + D1;
    float far = 1f - Exp.exp(q * t - t);
    return Math.copySign(t < SPLIT ? near : far, x);
  }
}
