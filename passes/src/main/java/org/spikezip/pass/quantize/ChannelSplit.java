package org.spikezip.pass.quantize;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Gather;

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

  /**
   * Adds what each neuron sees: its channel, and o_j added to it.
   *
   * @param x {@code [..., channels]}
   * @return {@code [..., neurons]}
   */
  Value copies(NodeWriter graph, Value x, String name) {
    Value copies = gather(graph, x, channels, name + ".copies");
    Value shift = graph.constant(name + ".shift", floats(offsets));
    return graph.add(name + ".shifted", new Binary(BinaryKind.ADD), copies, shift);
  }

  /**
   * Adds the sum of the neurons of each channel. It has as many terms for every channel, the least
   * common multiple of their numbers of neurons, and reads each neuron as often as it takes.
   *
   * @param decoded codes times {@link #worth}, {@code [..., neurons]}
   * @return {@code [..., channels]}
   */
  Value sum(NodeWriter graph, Value decoded, String name) {
    Value sum = null;
    int[] counts = counts();
    int terms = terms(counts);
    for (int term = 0; term < terms; term++) {
      List<Integer> read = new ArrayList<>();
      int first = 0;
      for (int count : counts) {
        read.add(first + term * count / terms);
        first += count;
      }
      String part = name + "." + term;
      Value next = gather(graph, decoded, read, part);
      sum = sum == null ? next : graph.add(part + ".sum", new Binary(BinaryKind.ADD), sum, next);
    }
    return sum;
  }

  /** What a code is worth each time that {@link #sum} reads it, f32 {@code [neurons]}. */
  Tensor worth() {
    int terms = terms(counts());
    return floats(ranges.stream().map(range -> range.theta() / terms).toList());
  }

  private int[] counts() {
    int[] counts = new int[channels.get(size() - 1) + 1];
    channels.forEach(channel -> counts[channel]++);
    return counts;
  }

  private static int terms(int[] counts) {
    return IntStream.of(counts).reduce(1, ChannelSplit::leastCommonMultiple);
  }

  private static int leastCommonMultiple(int a, int b) {
    return a / BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValue() * b;
  }

  private static Value gather(NodeWriter graph, Value x, List<Integer> indices, String name) {
    long[] longs = indices.stream().mapToLong(Integer::longValue).toArray();
    Value at = graph.constant(name + ".at", Tensor.of(longs, longs.length));
    return graph.add(name, new Gather(-1), x, at);
  }

  private static Tensor floats(List<Float> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i);
    }
    return Tensor.of(floats, floats.length);
  }

  /** Whether no channel is split. */
  boolean isTrivial() {
    return IntStream.range(0, size()).allMatch(i -> channels.get(i) == i);
  }
}
