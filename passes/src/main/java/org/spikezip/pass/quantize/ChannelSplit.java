package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/**
 * Several neurons a channel, each of as many levels as the others, that together are one quantizer
 * of more levels. By Hermite's identity, for a step s and m neurons of threshold θ = m·s,
 *
 * <pre>
 * round(x/s) = Σ_j round((x + o_j)/θ), o_j = θ·((j + ½)/m − ½), j = 0…m−1,
 * </pre>
 *
 * and a code of each is worth s. The o_j add up to 0. The neurons of a channel follow each other.
 * (Splitting outlier channels is from Zhao et al., ICML 2019; there by range, here by step.)
 *
 * @param channels the channel of each neuron, not decreasing
 * @param offsets o_j of each neuron, what is added to its channel
 * @param ranges threshold and codes of each neuron
 * @param units what a code of each neuron is worth
 */
record ChannelSplit(
    List<Integer> channels, List<Float> offsets, List<CodedRange> ranges, List<Float> units) {
  ChannelSplit {
    channels = List.copyOf(channels);
    offsets = List.copyOf(offsets);
    ranges = List.copyOf(ranges);
    units = List.copyOf(units);
  }

  /**
   * The neurons of all channels.
   *
   * @param whole the step and the range of each channel; with m neurons of N levels, a range of up
   *     to {@link #levels} codes
   * @param neurons m, how many neurons each channel has
   */
  static ChannelSplit of(List<CodedRange> whole, int[] neurons) {
    List<Integer> channels = new ArrayList<>();
    List<Float> offsets = new ArrayList<>();
    List<CodedRange> ranges = new ArrayList<>();
    List<Float> units = new ArrayList<>();
    for (int channel = 0; channel < neurons.length; channel++) {
      int m = neurons[channel];
      CodedRange range = whole.get(channel);
      float theta = m * range.theta();
      for (int j = 0; j < m; j++) {
        channels.add(channel);
        offsets.add((float) (theta * ((j + 0.5) / m - 0.5)));
        ranges.add(
            new CodedRange(
                theta, Math.floorDiv(range.min() + j, m), Math.floorDiv(range.max() + j, m)));
        units.add(range.theta());
      }
    }
    return new ChannelSplit(channels, offsets, ranges, units);
  }

  /** The levels of m neurons of N levels each: m(N − 1) + 1. */
  static int levels(int each, int neurons) {
    return neurons * (each - 1) + 1;
  }

  /** The number of neurons. */
  int size() {
    return channels.size();
  }

  /** The channels as the indices of a gather, i64 {@code [neurons]}. */
  Tensor indices() {
    return Tensor.of(channels.stream().mapToLong(Integer::longValue).toArray(), size());
  }

  /** What is added to the gathered channels, f32 {@code [neurons]}. */
  Tensor shift() {
    float[] shift = new float[size()];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = offsets.get(i);
    }
    return Tensor.of(shift, shift.length);
  }

  /** Whether no channel is split. */
  boolean isTrivial() {
    return IntStream.range(0, size()).allMatch(i -> channels.get(i) == i);
  }
}
