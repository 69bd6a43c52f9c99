package org.spikezip.pass.quantize;

/**
 * How far the numbers, clipped to a range, are from what codes tell of them: the Kullback-Leibler
 * divergence between their histogram, with what is clipped in its end bins, and the one in which
 * the numbers of a code are spread evenly over the bins that it stands for and that hold any. The
 * measure that TensorRT made usual; here for ranges of any place. Takes one step a level.
 */
final class Divergence {
  private final Distribution numbers;
  private final int bins;
  private final double[] count;
  private final double[] occupied;
  private final double[] entropy;

  Divergence(Distribution numbers) {
    this.numbers = numbers;
    bins = numbers.bins();
    count = new double[bins + 1];
    occupied = new double[bins + 1];
    entropy = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      double n = numbers.count(i);
      count[i + 1] = count[i] + n;
      occupied[i + 1] = occupied[i] + (n > 0 ? 1 : 0);
      entropy[i + 1] = entropy[i] + term(n);
    }
  }

  /**
   * The divergence in nats; infinite if the code that numbers are clipped to stands for no other.
   */
  double of(CodedRange range) {
    int first = bin(range, range.min() - 0.5);
    int last = bin(range, range.max() + 0.5);
    double all = count[bins];
    double inside = count[last] - count[first];
    if (inside == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double below = count[first];
    double above = all - count[last];
    double own = entropy[last] - entropy[first];
    own += term(numbers.count(first) + below) - term(numbers.count(first));
    double top = numbers.count(last - 1) + (first == last - 1 ? below : 0);
    own += term(top + above) - term(top);
    double cross = 0;
    int from = first;
    for (int code = range.min(); code <= range.max(); code++) {
      int to = code == range.max() ? last : bin(range, code + 0.5);
      if (to > from) {
        double held = count[to] - count[from];
        double taken = held + (from == first ? below : 0) + (to == last ? above : 0);
        double each = held * (all / inside) / (occupied[to] - occupied[from]);
        cross += taken == 0 ? 0 : taken * Math.log(held == 0 ? 0 : each);
      }
      from = to;
    }
    return (own - cross) / all;
  }

  /** The first bin whose middle is at or above so many thresholds. */
  private int bin(CodedRange range, double codes) {
    double part = (codes * range.theta() - numbers.min()) / (numbers.max() - numbers.min());
    return (int) Math.max(0, Math.min(bins, Math.ceil(part * bins - 0.5)));
  }

  private static double term(double n) {
    return n > 0 ? n * Math.log(n) : 0;
  }
}
