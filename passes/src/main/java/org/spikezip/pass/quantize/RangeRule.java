package org.spikezip.pass.quantize;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * By what the range of a group is chosen.
 *
 * @param kind the measure
 * @param share for percentiles, the share of numbers that lies within the range; else 1
 */
record RangeRule(Kind kind, double share) {
  /** Least mean squared error. */
  static final RangeRule ERROR = new RangeRule(Kind.ERROR, 1);

  /** A measure of ranges. */
  enum Kind {
    /** The mean squared error. */
    ERROR,
    /** As many numbers beyond one end as beyond the other, no search. */
    PERCENTILE,
    /** The divergence between numbers and codes ({@link Divergence}). */
    DIVERGENCE
  }

  /** What the range of a candidate costs. */
  interface Cost {
    double of(CodedRange range);
  }

  /** Least divergence. */
  static RangeRule divergence() {
    return new RangeRule(Kind.DIVERGENCE, 1);
  }

  /**
   * A share of the numbers, half of the rest beyond each end.
   *
   * @param percent such as {@code 99.9}
   * @throws SpikezipException USAGE if it is no number above 50 and up to 100
   */
  static RangeRule percentile(String percent) {
    double share = Recipe.share(percent);
    if (share > 0.5 && share <= 1) {
      return new RangeRule(Kind.PERCENTILE, share);
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--recipe: a percentile must be a number above 50 and up to 100, found '" + percent + "'",
        "such as percentile:99.9");
  }

  Cost cost(Distribution numbers) {
    return kind == Kind.DIVERGENCE ? new Divergence(numbers)::of : numbers::error;
  }
}
