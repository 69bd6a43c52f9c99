package org.spikezip.api.function;

/** The softplus function in float: {@code log(1 + exp(x))}. */
public final class Softplus {
  // 2^-24: below it log(1 + e) is e to within half an ulp.
  private static final float TINY = 5.9604645e-8f;

  private Softplus() {}

  /**
   * Returns {@code max(x, 0) + log(1 + exp(-|x|))}, the logarithm taken in double, within 1.5 ulp.
   *
   * @return 0 for x below {@link Exp#MIN_INPUT}, NaN for NaN
   */
  public static float softplus(float x) {
    float e = Exp.exp(-Math.abs(x));
    float tail = e < TINY ? e : (float) DoubleExpLog.log(1.0 + e);
    return (x < 0f ? 0f : x) + tail;
  }
}
