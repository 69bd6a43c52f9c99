package org.spikezip.pass.quantize;

import java.util.Comparator;
import java.util.List;

/** A channel that gets one neuron after the other. Not thread-safe. */
final class SplittableChannel {
  /** Those that gain more by the next neuron first, of equal ones the first channel. */
  static final Comparator<SplittableChannel> BY_GAIN =
      Comparator.comparingDouble(SplittableChannel::gain)
          .reversed()
          .thenComparingInt(channel -> channel.index);

  private final int index;
  private final double energy;
  private final Distribution numbers;
  private final List<RangeSearch> searches;
  private int neurons = 1;
  private CodedRange range;
  private CodedRange next;
  private double gain;

  /**
   * A channel of one neuron.
   *
   * @param index which channel
   * @param energy what a squared error of it costs
   * @param searches the search for the range of each number of neurons, from two
   * @param range what one neuron codes
   */
  SplittableChannel(
      int index,
      double energy,
      Distribution numbers,
      List<RangeSearch> searches,
      CodedRange range) {
    this.index = index;
    this.energy = energy;
    this.numbers = numbers;
    this.searches = List.copyOf(searches);
    this.range = range;
    lookAhead();
  }

  private void lookAhead() {
    boolean more = neurons <= searches.size() && numbers.max() > numbers.min();
    next = more ? searches.get(neurons - 1).best(numbers, false) : range;
    gain = energy * (numbers.error(range) - numbers.error(next));
  }

  /** What the next neuron takes off the squared error of the products, per number; 0 if none. */
  double gain() {
    return gain;
  }

  /** Gets the next neuron. */
  void grow() {
    neurons++;
    range = next;
    lookAhead();
  }

  int neurons() {
    return neurons;
  }

  /** The step and the range that its neurons have together. */
  CodedRange range() {
    return range;
  }
}
