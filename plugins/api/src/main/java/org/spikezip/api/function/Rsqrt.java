package org.spikezip.api.function;

/** The reciprocal square root in float: one rounded division by one rounded square root. */
public final class Rsqrt {
  private Rsqrt() {}

  /** Returns 1 / sqrt(x), within 1.5 ulp; an Inf of the sign of x for a zero, 0 for +Inf. */
  public static float rsqrt(float x) {
    return 1f / Sqrt.sqrt(x);
  }
}
