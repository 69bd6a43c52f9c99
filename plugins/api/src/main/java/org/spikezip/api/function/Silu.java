package org.spikezip.api.function;

/** The sigmoid linear unit (swish) in float: {@code x / (1 + exp(-x))}. */
public final class Silu {
  private Silu() {}

  /**
   * Returns x / (1 + exp(-x)), within 2.5 ulp for {@code x >= -88.7}.
   *
   * @return -0 for finite x below -{@link Exp#MAX_INPUT}, NaN for -Inf (as Inf / Inf) and for NaN
   */
  public static float silu(float x) {
    return x / (1f + Exp.exp(-x));
  }
}
