package org.spikezip.pass.quantize;

import java.util.Arrays;

/**
 * How the numbers of a site are distributed: a histogram a group of thresholds, a mean a group of
 * resting codes. Memory does not grow with the data, and the result does not depend on the order of
 * samples: all state is counts and sums of whole numbers. Thread-safe.
 */
final class SiteStatistics {
  /** Numbers are summed in units of their group's span divided by this. */
  private static final double UNITS = 1 << 24;

  private final Site site;
  private final int bins;
  private final float[] min;
  private final float[] span;
  private final int[] counts;
  private final int[] groupOfResting;
  private final long[] sums;
  private final long[] numbers;

  /**
   * Empty statistics.
   *
   * @param extremes the range of each group, from an earlier pass over the same data
   * @param bins bins a histogram
   */
  SiteStatistics(Site site, Extremes extremes, int bins) {
    this.site = site;
    this.bins = bins;
    int groups = site.thresholds().count();
    min = new float[groups];
    span = new float[groups];
    for (int i = 0; i < groups; i++) {
      min[i] = extremes.min(i);
      span[i] = extremes.max(i) - extremes.min(i);
    }
    counts = new int[Math.multiplyExact(groups, bins)];
    groupOfResting = site.thresholds().groupsOf(site.resting());
    sums = new long[site.resting().count()];
    numbers = new long[site.resting().count()];
  }

  Site site() {
    return site;
  }

  /** Takes in one sample's value. */
  void add(float[] values, int[] dims) {
    int[] pattern = site.resting().pattern(dims);
    synchronized (this) {
      for (int i = 0, j = 0; i < values.length; i++) {
        int resting = pattern[j];
        int group = groupOfResting[resting];
        double part = span[group] > 0 ? (values[i] - (double) min[group]) / span[group] : 0;
        // A second run of the same sample may differ in the last bit.
        part = Math.max(0, Math.min(1, part));
        int bin = group * bins + Math.min(bins - 1, (int) (part * bins));
        if (counts[bin] < Integer.MAX_VALUE) {
          counts[bin]++;
        }
        sums[resting] += Math.round(part * UNITS);
        numbers[resting]++;
        j = j + 1 == pattern.length ? 0 : j + 1;
      }
    }
  }

  /** The numbers of one group of thresholds. */
  synchronized Distribution distribution(int group) {
    return new Distribution(min[group], span[group], counts, group * bins, bins);
  }

  /** How many numbers the largest group of resting codes has: the rows of a site by channel. */
  synchronized long tokens() {
    return Arrays.stream(numbers).max().orElse(0);
  }

  /** The mean of one group of resting codes; 0 if nothing was seen. */
  synchronized double mean(int resting) {
    int group = groupOfResting[resting];
    return numbers[resting] == 0
        ? 0
        : min[group] + sums[resting] / UNITS / numbers[resting] * span[group];
  }
}
