package org.spikezip.pass.quantize;

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

  Distribution(double min, double span, int[] counts, int offset, int bins) {
    this.min = min;
    this.span = span;
    this.bins = bins;
    width = span / bins;
    count = new double[bins + 1];
    sum = new double[bins + 1];
    squares = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      double n = counts[offset + i];
      double left = i * width;
      count[i + 1] = count[i] + n;
      sum[i + 1] = sum[i] + n * (left + width / 2);
      squares[i + 1] = squares[i] + n * (left * left + left * width + width * width / 3);
    }
  }

  double min() {
    return min;
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

  /** The share of numbers below x. */
  double below(double x) {
    return size() == 0 ? 0 : interpolate(x - min)[0] / size();
  }

  /** The mean squared difference between a number and what its code {@code lo..hi} stands for. */
  double error(double theta, int lo, int hi) {
    double[] before = {0, 0, 0};
    double total = 0;
    for (int code = lo; code <= hi; code++) {
      double[] after =
          code == hi
              ? new double[] {count[bins], sum[bins], squares[bins]}
              : interpolate((code + 0.5) * theta - min);
      double at = code * theta - min;
      double n = after[0] - before[0];
      total += after[2] - before[2] - 2 * at * (after[1] - before[1]) + at * at * n;
      before = after;
    }
    return size() == 0 ? 0 : Math.max(0, total / size());
  }

  /** Count, sum and sum of squares of what lies below x. */
  private double[] interpolate(double x) {
    if (!(x > 0)) {
      return new double[3];
    }
    if (x >= span) {
      return new double[] {count[bins], sum[bins], squares[bins]};
    }
    int bin = Math.min(bins - 1, (int) (x / width));
    double left = bin * width;
    double part = Math.max(0, Math.min(width, x - left));
    double n = (count[bin + 1] - count[bin]) * part / width;
    return new double[] {
      count[bin] + n,
      sum[bin] + n * (left + part / 2),
      squares[bin] + n * (left * left + left * part + part * part / 3)
    };
  }
}
