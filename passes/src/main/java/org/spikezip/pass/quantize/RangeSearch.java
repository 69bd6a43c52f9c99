package org.spikezip.pass.quantize;

/**
 * Chooses threshold and range of a group so that they cost least by a {@link RangeRule} on the
 * calibration data: the range seen, cut at both ends by shares of its span, on a coarse grid and
 * then on finer ones around the best. A percentile says the range by itself.
 *
 * <p>Codes stay within −127..127 (or twice the levels, if that is more), so that tracers are small
 * numbers: far from 0, the threshold is larger than the span asks for.
 */
final class RangeSearch {
  private static final double COARSE = 0.05;
  private static final double MOST_CUT = 0.9;
  private static final int REFINEMENTS = 3;

  private final int levels;
  private final RangeRule rule;
  private final int mostCode;

  /** A search for the least mean squared error. */
  RangeSearch(int levels) {
    this(levels, RangeRule.ERROR);
  }

  RangeSearch(int levels, RangeRule rule) {
    this(levels, rule, 1);
  }

  /**
   * A search for the range that several neurons code together.
   *
   * @param each levels of one neuron
   * @param neurons how many neurons there are
   */
  RangeSearch(int each, RangeRule rule, int neurons) {
    this.levels = ChannelSplit.levels(each, neurons);
    this.rule = rule;
    this.mostCode = neurons * Math.max(127, 2 * each);
  }

  /**
   * The best range.
   *
   * @param numbers what the group holds
   * @param fromZero whether the range must begin at 0
   */
  CodedRange best(Distribution numbers, boolean fromZero) {
    double lo = fromZero ? 0 : numbers.min();
    double hi = Math.max(lo, numbers.max());
    double span = hi - lo;
    if (!(span > 0)) {
      return single(lo);
    }
    if (rule.kind() == RangeRule.Kind.PERCENTILE) {
      return percentile(numbers, fromZero);
    }
    return searched(rule.cost(numbers), fromZero, lo, span);
  }

  /** The range that holds a share of the numbers, as many beyond one end as beyond the other. */
  private CodedRange percentile(Distribution numbers, boolean fromZero) {
    double beyond = (1 - rule.share()) / 2;
    double low = fromZero ? 0 : numbers.quantile(beyond);
    double high = numbers.quantile(1 - beyond);
    return high > low ? range(low, high) : single(low);
  }

  private CodedRange searched(RangeRule.Cost cost, boolean fromZero, double lo, double span) {
    double hi = lo + span;
    Candidate best = new Candidate(range(lo, hi), Double.MAX_VALUE, 0, 0);
    int most = (int) Math.round(MOST_CUT / COARSE);
    for (int i = 0; i <= (fromZero ? 0 : most); i++) {
      for (int j = 0; i + j <= most; j++) {
        best = better(best, cost, lo, span, i * COARSE, j * COARSE);
      }
    }
    double step = COARSE;
    for (int round = 0; round < REFINEMENTS; round++) {
      step /= 2;
      Candidate center = best;
      for (int i = fromZero ? 0 : -1; i <= (fromZero ? 0 : 1); i++) {
        for (int j = -1; j <= 1; j++) {
          double low = center.low + i * step;
          double high = center.high + j * step;
          best = better(best, cost, lo, span, low, high);
        }
      }
    }
    return best.range;
  }

  /** The best range of a given threshold: the best place for its codes. */
  CodedRange bestFor(float theta, Distribution numbers) {
    int lowest = first(numbers.min() / theta);
    int highest = Math.max(lowest, first(numbers.max() / theta - (levels - 1)));
    CodedRange best = new CodedRange(theta, lowest, lowest + levels - 1);
    double least = Double.POSITIVE_INFINITY;
    for (int min = lowest; min <= highest; min++) {
      CodedRange range = new CodedRange(theta, min, min + levels - 1);
      double error = numbers.error(range);
      if (error < least) {
        least = error;
        best = range;
      }
    }
    return best;
  }

  /** The code nearest to x that a range may begin with. */
  private int first(double x) {
    return (int) Math.max(-mostCode, Math.min(mostCode - (levels - 1), Math.rint(x)));
  }

  private record Candidate(CodedRange range, double error, double low, double high) {}

  /** Cuts these shares off the ends; what comes first wins ties. */
  private Candidate better(
      Candidate best, RangeRule.Cost cost, double lo, double span, double low, double high) {
    CodedRange range = range(lo + low * span, lo + (1 - high) * span);
    double error = cost.of(range);
    return error < best.error ? new Candidate(range, error, low, high) : best;
  }

  private CodedRange range(double lo, double hi) {
    double even = (hi - lo) / (levels - 1);
    double small = Math.max(Math.abs(lo), Math.abs(hi)) / mostCode;
    float theta = positive((float) Math.max(even, small));
    int min = (int) Math.max(-mostCode, Math.rint(lo / theta));
    min = Math.min(min, mostCode - (levels - 1));
    return new CodedRange(theta, min, min + levels - 1);
  }

  /** A group of one number: its code is at one end; 0 gets the threshold 0, to be filled in. */
  private CodedRange single(double x) {
    if (x == 0) {
      return new CodedRange(0, 0, levels - 1);
    }
    float theta = positive((float) (Math.abs(x) / (levels - 1)));
    return x > 0 ? new CodedRange(theta, 0, levels - 1) : new CodedRange(theta, 1 - levels, 0);
  }

  private static float positive(float theta) {
    return Math.max(theta, Float.MIN_NORMAL);
  }
}
