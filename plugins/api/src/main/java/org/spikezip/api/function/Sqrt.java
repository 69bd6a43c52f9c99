package org.spikezip.api.function;

/** The square root in float, correctly rounded. */
public final class Sqrt {
  private Sqrt() {}

  /** Returns the square root of x: -0 for -0, NaN for negative x and for NaN. */
  public static float sqrt(float x) {
    // Exact: rounding a correctly rounded double root to float rounds as if once.
    return (float) Math.sqrt(x);
  }
}
