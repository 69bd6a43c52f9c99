package org.spikezip.pass.quantize;

import java.util.Arrays;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The smallest and the largest number seen in each group of a site. Thread-safe. */
final class Extremes {
  private final Grouping grouping;
  private final float[] min;
  private final float[] max;

  Extremes(Grouping grouping) {
    this.grouping = grouping;
    min = new float[grouping.count()];
    max = new float[grouping.count()];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
  }

  /**
   * Takes in one sample's value.
   *
   * @throws SpikezipException MALFORMED if it holds NaN or an infinity
   */
  void add(float[] values, int[] dims) {
    int[] pattern = grouping.pattern(dims);
    synchronized (this) {
      for (int i = 0, j = 0; i < values.length; i++) {
        float x = values[i];
        if (!Float.isFinite(x)) {
          throw new SpikezipException(
              ErrorCode.MALFORMED,
              "expected numbers, found " + x + " at element " + i,
              "look for the sample that makes it, or for broken weights");
        }
        int group = pattern[j];
        min[group] = Math.min(min[group], x);
        max[group] = Math.max(max[group], x);
        j = j + 1 == pattern.length ? 0 : j + 1;
      }
    }
  }

  /** The smallest number of a group; 0 if none was seen. */
  synchronized float min(int group) {
    return min[group] <= max[group] ? min[group] : 0;
  }

  /** The largest number of a group; 0 if none was seen. */
  synchronized float max(int group) {
    return min[group] <= max[group] ? max[group] : 0;
  }
}
