package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/**
 * The parameters of one quantizer: a threshold and a range a group, a resting code a (finer) group.
 * Resting codes start at 0, clipped into the range.
 */
final class Thresholds {
  private final Site site;
  private final List<CodedRange> ranges;
  private final int[] rest;
  private final Optional<Tensor> common;
  private final int[] groupOfResting;

  Thresholds(Site site, List<CodedRange> ranges) {
    this(site, ranges, restingAtZero(site, ranges), Optional.empty());
  }

  private Thresholds(Site site, List<CodedRange> ranges, int[] rest, Optional<Tensor> common) {
    this.site = site;
    this.ranges = List.copyOf(ranges);
    this.rest = rest;
    this.common = common;
    groupOfResting = site.thresholds().groupsOf(site.resting());
  }

  private static int[] restingAtZero(Site site, List<CodedRange> ranges) {
    return IntStream.of(site.thresholds().groupsOf(site.resting()))
        .map(group -> ranges.get(group).code(0))
        .toArray();
  }

  /** The same with the resting codes of these numbers, one a group of resting codes. */
  Thresholds restingAt(double[] numbers) {
    int[] codes = new int[rest.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = rangeOfResting(i).code(numbers[i]);
    }
    return new Thresholds(site, ranges, codes, common);
  }

  /**
   * The same as one factor of a product of codes whose thresholds differ along the summed axis,
   * while those of both factors together do not.
   *
   * @param scale what this factor adds to the scale of the product
   */
  Thresholds withScale(Tensor scale) {
    return new Thresholds(site, ranges, rest, Optional.of(scale));
  }

  /** What a product of codes is multiplied with for this factor: θ, unless said otherwise. */
  Tensor scale() {
    return common.orElseGet(this::theta);
  }

  CodedRange range(int group) {
    return ranges.get(group);
  }

  /** The range of a group of resting codes. */
  CodedRange rangeOfResting(int resting) {
    return ranges.get(groupOfResting[resting]);
  }

  int groups() {
    return ranges.size();
  }

  /** The smallest S_min. */
  int min() {
    return ranges.stream().mapToInt(CodedRange::min).min().orElse(0);
  }

  /** The largest S_max. */
  int max() {
    return ranges.stream().mapToInt(CodedRange::max).max().orElse(0);
  }

  int smallestRest() {
    return Arrays.stream(rest).min().orElse(0);
  }

  int largestRest() {
    return Arrays.stream(rest).max().orElse(0);
  }

  /** One threshold a group. */
  float[] thetas() {
    float[] thetas = new float[ranges.size()];
    for (int i = 0; i < thetas.length; i++) {
      thetas[i] = ranges.get(i).theta();
    }
    return thetas;
  }

  /** Thresholds as a tensor that broadcasts against the value. */
  Tensor theta() {
    return Tensor.of(thetas(), site.thresholds().dims());
  }

  /** S_min as a tensor that broadcasts against the value. */
  Tensor minima() {
    return Tensor.of(ranges.stream().mapToInt(CodedRange::min).toArray(), site.thresholds().dims());
  }

  /** S_max as a tensor that broadcasts against the value. */
  Tensor maxima() {
    return Tensor.of(ranges.stream().mapToInt(CodedRange::max).toArray(), site.thresholds().dims());
  }

  /** Resting codes as a tensor that broadcasts against the value. */
  Tensor rest() {
    return Tensor.of(rest, site.resting().dims());
  }
}
