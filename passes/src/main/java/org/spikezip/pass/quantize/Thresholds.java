package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/**
 * The parameters of one quantizer: a threshold and a range a group, a resting code a (finer) group.
 * Resting codes start at 0, clipped into the range. Where channels are split there is a group a
 * neuron instead.
 */
final class Thresholds {
  private final Grouping thresholds;
  private final Grouping resting;
  private final List<CodedRange> ranges;
  private final int[] rest;
  private final Optional<Tensor> common;
  private final Optional<Whole> whole;
  private final int[] groupOfResting;

  /** How channels are split, and the same quantizer if they were not. */
  private record Whole(ChannelSplit split, Thresholds thresholds) {}

  Thresholds(Site site, List<CodedRange> ranges) {
    this(
        site.thresholds(),
        site.resting(),
        ranges,
        restingAtZero(site.thresholds(), site.resting(), ranges),
        Optional.empty(),
        Optional.empty());
  }

  private Thresholds(
      Grouping thresholds,
      Grouping resting,
      List<CodedRange> ranges,
      int[] rest,
      Optional<Tensor> common,
      Optional<Whole> whole) {
    this.thresholds = thresholds;
    this.resting = resting;
    this.ranges = List.copyOf(ranges);
    this.rest = rest;
    this.common = common;
    this.whole = whole;
    groupOfResting = thresholds.groupsOf(resting);
  }

  private static int[] restingAtZero(
      Grouping thresholds, Grouping resting, List<CodedRange> ranges) {
    return IntStream.of(thresholds.groupsOf(resting))
        .map(group -> ranges.get(group).code(0))
        .toArray();
  }

  /**
   * The same quantizer made of several neurons for some channels; for one threshold a channel.
   *
   * @param neurons how many each channel has
   */
  Thresholds split(int[] neurons) {
    ChannelSplit split = ChannelSplit.of(ranges, neurons);
    if (split.isTrivial()) {
      return this;
    }
    Grouping each = new Grouping(List.of(-1), List.of(split.size()));
    int[] atZero =
        IntStream.range(0, split.size())
            .map(i -> split.ranges().get(i).code(split.offsets().get(i)))
            .toArray();
    Optional<Whole> unsplit = Optional.of(new Whole(split, this));
    return new Thresholds(each, each, split.ranges(), atZero, Optional.empty(), unsplit);
  }

  /** How channels are split, if they are. */
  Optional<ChannelSplit> split() {
    return whole.map(Whole::split);
  }

  /** The quantizer of a group a channel that the neurons of split channels add up to. */
  Thresholds unsplit() {
    return whole.map(Whole::thresholds).orElse(this);
  }

  /** The same with the resting codes of these numbers, one a group of resting codes of the site. */
  Thresholds restingAt(double[] numbers) {
    int[] codes = new int[rest.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = rangeOfResting(i).code(numbers[channel(i)] + offset(i));
    }
    return new Thresholds(thresholds, resting, ranges, codes, common, whole);
  }

  /**
   * The same as one factor of a product of codes whose thresholds differ along the summed axis,
   * while those of both factors together do not.
   *
   * @param scale what this factor adds to the scale of the product
   */
  Thresholds withScale(Tensor scale) {
    return new Thresholds(thresholds, resting, ranges, rest, Optional.of(scale), whole);
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

  /** The group of resting codes of the site, so the channel, that one of this quantizer is of. */
  int channel(int resting) {
    return whole.map(w -> w.split.channels().get(resting)).orElse(resting);
  }

  /** What is added to the numbers of a channel before a group of resting codes takes them. */
  float offset(int resting) {
    return whole.map(w -> w.split.offsets().get(resting)).orElse(0f);
  }

  /** What a code of a group of resting codes is worth: θ, or the part of it that its neuron has. */
  float unit(int resting) {
    return whole
        .map(w -> w.split.units().get(resting))
        .orElseGet(() -> rangeOfResting(resting).theta());
  }

  /**
   * Folds what codes are worth into weights: row k becomes unit(k) times the row of its channel.
   *
   * @param weights [channels, columns] of a product that takes the codes
   * @param folded [neurons, width], of which the columns from {@code from} on are written
   */
  void fold(Tensor weights, double[] folded, int from) {
    int columns = weights.dim(1);
    int width = folded.length / rest.length;
    float[] numbers = weights.floats();
    for (int k = 0; k < rest.length; k++) {
      double unit = unit(k);
      int row = channel(k) * columns;
      for (int j = 0; j < columns; j++) {
        folded[k * width + from + j] = unit * numbers[row + j];
      }
    }
  }

  /**
   * What a code is worth as a number that goes on: θ, or of split channels what it is worth each
   * time that {@link ChannelSplit#sum} reads it. Broadcasts against the codes.
   */
  Tensor worth() {
    return whole.map(w -> w.split.worth()).orElseGet(this::theta);
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
    return Tensor.of(thetas(), thresholds.dims());
  }

  /** S_min as a tensor that broadcasts against the value. */
  Tensor minima() {
    return Tensor.of(ranges.stream().mapToInt(CodedRange::min).toArray(), thresholds.dims());
  }

  /** S_max as a tensor that broadcasts against the value. */
  Tensor maxima() {
    return Tensor.of(ranges.stream().mapToInt(CodedRange::max).toArray(), thresholds.dims());
  }

  /** Resting codes as a tensor that broadcasts against the value. */
  Tensor rest() {
    return Tensor.of(rest, resting.dims());
  }
}
