package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * How the numbers of a site are distributed: a histogram a group of thresholds, a mean a group of
 * resting codes. Memory does not grow with the data, and the result does not depend on the order of
 * samples: all state is counts and sums of whole numbers. Thread-safe.
 */
final class SiteStatistics {
  /** The names of {@link #tensors}. */
  static final List<String> TENSORS = List.of("min", "span", "counts", "sums", "numbers");

  /** One more of {@link #tensors}, where numbers count differently. */
  static final String WEIGHTS = "weights";

  /** Numbers are summed in units of their group's span divided by this. */
  private static final double UNITS = 1 << 24;

  private final Site site;
  private final int bins;
  private final float[] min;
  private final float[] span;
  private final int[] counts;
  private final long[] weights;
  private final double weightUnit;
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
    this(site, extremes, bins, 0);
  }

  /**
   * Empty statistics of numbers whose errors count differently.
   *
   * @param weightUnit what weights are counted in; 0 if all count the same
   */
  SiteStatistics(Site site, Extremes extremes, int bins, double weightUnit) {
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
    weights = new long[weightUnit > 0 ? counts.length : 0];
    this.weightUnit = weightUnit;
    groupOfResting = site.thresholds().groupsOf(site.resting());
    sums = new long[site.resting().count()];
    numbers = new long[site.resting().count()];
  }

  /**
   * Statistics that were kept.
   *
   * @param kept what {@link #tensors} gave for a site of the same groupings
   * @throws SpikezipException MALFORMED if sizes do not fit the site
   */
  SiteStatistics(Site site, Map<String, Tensor> kept) {
    this.site = site;
    int groups = site.thresholds().count();
    int resting = site.resting().count();
    min = sized(kept, "min", groups).floats();
    span = sized(kept, "span", groups).floats();
    bins = kept.get("counts").size() / groups;
    counts = sized(kept, "counts", groups * bins).ints();
    weightUnit = 0;
    weights = kept.containsKey(WEIGHTS) ? sized(kept, WEIGHTS, counts.length).longs() : new long[0];
    groupOfResting = site.thresholds().groupsOf(site.resting());
    sums = sized(kept, "sums", resting).longs();
    numbers = sized(kept, "numbers", resting).longs();
  }

  private static Tensor sized(Map<String, Tensor> kept, String name, int size) {
    Tensor tensor = kept.get(name);
    if (tensor.size() != size || size == 0) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "expected " + size + " numbers in \"" + name + "\", found " + tensor.size());
    }
    return tensor;
  }

  Site site() {
    return site;
  }

  /** All that there is to keep, by name. */
  synchronized Map<String, Tensor> tensors() {
    boolean small = Arrays.stream(counts).allMatch(n -> n < 1 << Short.SIZE);
    Tensor histogram = Tensor.of(counts, min.length, bins);
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("min", Tensor.of(min, min.length));
    tensors.put("span", Tensor.of(span, span.length));
    tensors.put("counts", small ? converted(histogram, ElementType.U16) : histogram);
    tensors.put("sums", Tensor.of(sums, sums.length));
    tensors.put("numbers", Tensor.of(numbers, numbers.length));
    if (weights.length > 0) {
      tensors.put(WEIGHTS, Tensor.of(weights, min.length, bins));
    }
    return tensors;
  }

  private static Tensor converted(Tensor tensor, ElementType type) {
    return Tensor.ofLongs(type, tensor.longs(), tensor.dims());
  }

  /** Takes in one sample's value, every number of which counts the same. */
  void add(float[] values, int[] dims) {
    add(values, dims, Optional.empty());
  }

  /** Takes in one sample's value; {@code weight} says how much the error of each number counts. */
  void add(float[] values, int[] dims, Optional<float[]> weight) {
    boolean weighed = weights.length > 0 && weight.isPresent();
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
        if (weighed) {
          weights[bin] += Math.round(weight.get()[i] / weightUnit);
        }
        sums[resting] += Math.round(part * UNITS);
        numbers[resting]++;
        j = j + 1 == pattern.length ? 0 : j + 1;
      }
    }
  }

  /** The numbers of one group of thresholds. */
  synchronized Distribution distribution(int group) {
    double[] own = new double[bins];
    for (int i = 0; i < bins; i++) {
      own[i] = counts[group * bins + i];
    }
    return new Distribution(min[group], span[group], own);
  }

  /** The numbers of one group of thresholds, each as often as its error counts. */
  synchronized Distribution weighed(int group) {
    double[] own = new double[bins];
    double sum = 0;
    for (int i = 0; i < bins && weights.length > 0; i++) {
      own[i] = weights[group * bins + i];
      sum += own[i];
    }
    return sum > 0 ? new Distribution(min[group], span[group], own) : distribution(group);
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
