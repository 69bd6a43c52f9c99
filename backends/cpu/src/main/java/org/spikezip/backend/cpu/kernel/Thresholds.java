package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;
import org.spikezip.api.function.Codes;
import org.spikezip.ir.op.Rounding;

/**
 * Thresholds and ranges of neurons, as many rows of them as differ. Not to be changed once made.
 */
public final class Thresholds {
  private final float[] theta;
  private final int[] min;
  private final int[] max;
  private final float[] floatMin;
  private final float[] floatMax;
  private final int magnitude;

  public Thresholds(float[] theta, int[] min, int[] max) {
    this.theta = theta;
    this.min = min;
    this.max = max;
    floatMin = floats(min);
    floatMax = floats(max);
    int low = Arrays.stream(min).min().orElse(0);
    int high = Arrays.stream(max).max().orElse(0);
    magnitude = Math.max(Math.abs(low), Math.abs(high));
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  /** The code of x for the neuron at this index. */
  public int code(Rounding rounding, float x, int index) {
    return Codes.code(rounding, x, theta[index], min[index], max[index]);
  }

  public float[] theta() {
    return theta;
  }

  /** The smallest codes, as floats. */
  public float[] min() {
    return floatMin;
  }

  /** The largest codes, as floats. */
  public float[] max() {
    return floatMax;
  }

  /** Whether every code is within ±bound. */
  public boolean within(int bound) {
    return magnitude <= bound;
  }
}
