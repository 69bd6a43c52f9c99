package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/**
 * Thresholds and ranges of neurons, as many rows of them as differ. Not to be changed once made.
 */
public final class Thresholds {
  private final float[] theta;
  private final int[] min;
  private final int[] max;
  private final int magnitude;

  public Thresholds(float[] theta, int[] min, int[] max) {
    this.theta = theta;
    this.min = min;
    this.max = max;
    int low = Arrays.stream(min).min().orElse(0);
    int high = Arrays.stream(max).max().orElse(0);
    magnitude = Math.max(Math.abs(low), Math.abs(high));
  }

  public float[] theta() {
    return theta;
  }

  public int[] min() {
    return min;
  }

  public int[] max() {
    return max;
  }

  /** Whether every code is within ±bound. */
  public boolean within(int bound) {
    return magnitude <= bound;
  }
}
