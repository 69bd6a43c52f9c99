package org.spikezip.api.function;

/** The logistic function in float: {@code 1 / (1 + exp(-x))}. */
public final class Sigmoid {
  private Sigmoid() {}

  /**
   * Returns 1 / (1 + exp(-x)), within 2.5 ulp for {@code x >= -88.7}.
   *
   * @return 0 for x below -{@link Exp#MAX_INPUT}, NaN for NaN
   */
  public static float sigmoid(float x) {
    return 1f / (1f + Exp.exp(-x));
  }
}
