package org.spikezip.pass.quantize;

import java.util.Locale;

/**
 * What a quantizer does to the calibration data.
 *
 * @param levels number of codes
 * @param groups number of thresholds
 * @param lo the smallest number that a code stands for
 * @param hi the largest
 * @param clipped share of numbers beyond the range
 * @param snr signal to noise in dB
 * @param minRest smallest resting code
 * @param maxRest largest resting code
 */
record QuantizerSummary(
    int levels,
    int groups,
    double lo,
    double hi,
    double clipped,
    double snr,
    int minRest,
    int maxRest) {
  /** Measures a quantizer by its statistics. */
  static QuantizerSummary of(Thresholds thresholds, SiteStatistics statistics) {
    double lo = Double.POSITIVE_INFINITY;
    double hi = Double.NEGATIVE_INFINITY;
    double size = 0;
    double clipped = 0;
    double power = 0;
    double noise = 0;
    Thresholds whole = thresholds.unsplit();
    for (int group = 0; group < whole.groups(); group++) {
      CodedRange range = whole.range(group);
      Distribution numbers = statistics.distribution(group);
      double theta = range.theta();
      double n = numbers.size();
      lo = Math.min(lo, theta * range.min());
      hi = Math.max(hi, theta * range.max());
      size += n;
      clipped += n * numbers.below((range.min() - 0.5) * theta);
      clipped += n * (1 - numbers.below((range.max() + 0.5) * theta));
      power += n * numbers.power();
      noise += n * numbers.error(range.theta(), range.min(), range.max());
    }
    CodedRange first = thresholds.range(0);
    return new QuantizerSummary(
        first.max() - first.min() + 1,
        thresholds.groups(),
        lo,
        hi,
        size == 0 ? 0 : Math.max(0, clipped / size),
        noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(power / noise),
        thresholds.smallestRest(),
        thresholds.largestRest());
  }

  /** One line of {@code key=value} pairs. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "levels=%d thresholds=%d range=%.4g..%.4g clipped=%.2f%% snr=%.1fdB rest=%d..%d",
        levels,
        groups,
        lo,
        hi,
        100 * clipped,
        snr,
        minRest,
        maxRest);
  }
}
