package org.spikezip.pass.quantize;

import java.util.Arrays;

/**
 * Numbers known by a histogram, taken as spread evenly within each bin. Counts, sums and sums of
 * squares of any interval take constant time, so the error of a quantizer takes one step a level.
 *
 * <p>All arithmetic is relative to the smallest number, for accuracy far from 0.
 */
final class Distribution {
  private final double min;
  private final double span;
  private final double width;
  private final int bins;
  private final double[] count;
  private final double[] sum;
  private final double[] squares;

  /**
   * A histogram.
   *
   * @param counts how often each bin was hit
   */
  Distribution(double min, double span, double[] counts) {
    this.min = min;
    this.span = span;
    bins = counts.length;
    width = span / bins;
    count = new double[bins + 1];
    sum = new double[bins + 1];
    squares = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      double n = counts[i];
      double left = i * width;
      count[i + 1] = count[i] + n;
      sum[i + 1] = sum[i] + n * (left + width / 2);
      squares[i + 1] = squares[i] + n * (left * left + left * width + width * width / 3);
    }
  }

  double min() {
    return min;
  }

  int bins() {
    return bins;
  }

  /** How many numbers one bin holds. */
  double count(int bin) {
    return count[bin + 1] - count[bin];
  }

  double max() {
    return min + span;
  }

  /** How many numbers there are. */
  double size() {
    return count[bins];
  }

  /** The mean of the squares; 0 if there are no numbers. */
  double power() {
    double n = size();
    return n == 0 ? 0 : squares[bins] / n + 2 * min * sum[bins] / n + min * min;
  }

  /** The mean squared distance from the mean; 0 if there are no numbers. */
  double variance() {
    double n = size();
    double mean = n == 0 ? 0 : sum[bins] / n;
    return n == 0 ? 0 : Math.max(0, squares[bins] / n - mean * mean);
  }

  /** The mean squared difference between a number and what its code stands for. */
  double error(CodedRange range) {
    return error(range.theta(), range.min(), range.max());
  }

  /** The share of numbers below x. */
  double below(double x) {
    return size() == 0 ? 0 : upTo(x - min).count / size();
  }

  /** The smallest number that this share of the numbers does not exceed. */
  double quantile(double share) {
    double wanted = share * size();
    int bin = Arrays.binarySearch(count, wanted);
    int after = Math.max(1, Math.min(bins, bin >= 0 ? bin : -bin - 1));
    double held = count(after - 1);
    double part = held == 0 ? 0 : Math.max(0, wanted - count[after - 1]) / held;
    return min + (after - 1 + Math.min(1, part)) * width;
  }

  /** The mean squared difference between a number and what its code {@code lo..hi} stands for. */
  double error(double theta, int lo, int hi) {
    Moments before = Moments.NONE;
    double total = 0;
    for (int code = lo; code <= hi; code++) {
      Moments after = code == hi ? all() : upTo((code + 0.5) * theta - min);
      double at = code * theta - min;
      total += after.squares - before.squares - 2 * at * (after.sum - before.sum);
      total += at * at * (after.count - before.count);
      before = after;
    }
    return size() == 0 ? 0 : Math.max(0, total / size());
  }

  /** Count, sum and sum of squares of some of the numbers, relative to the smallest. */
  private record Moments(double count, double sum, double squares) {
    static final Moments NONE = new Moments(0, 0, 0);
  }

  private Moments all() {
    return new Moments(count[bins], sum[bins], squares[bins]);
  }

  /** Those of what lies less than x above the smallest. */
  private Moments upTo(double x) {
    if (!(x > 0)) {
      return Moments.NONE;
    }
    if (x >= span) {
      return all();
    }
    int bin = Math.min(bins - 1, (int) (x / width));
    double left = bin * width;
    double part = Math.max(0, Math.min(width, x - left));
    double n = (count[bin + 1] - count[bin]) * part / width;
    return new Moments(
        count[bin] + n,
        sum[bin] + n * (left + part / 2),
        squares[bin] + n * (left * left + left * part + part * part / 3));
  }
}
