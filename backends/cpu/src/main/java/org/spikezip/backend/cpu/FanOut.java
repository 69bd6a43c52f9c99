package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.RowSpikes;

/**
 * How many additions a spike of each element of a value of codes causes, in synapses and products,
 * by whatever routes. All units that read the value add their part; then it is complete.
 */
final class FanOut {
  /** By element; empty where all elements are alike. */
  private int[] additions;

  private long ofEach;

  FanOut(int elements) {
    additions = new int[elements];
  }

  /** Counts for elements from..to. */
  void add(int from, int to, int more) {
    for (int e = from; e < to; e++) {
      additions[e] += more;
    }
  }

  /** How many additions a spike of this element causes, before it is complete. */
  int of(int element) {
    return additions[element];
  }

  void complete() {
    if (additions.length > 0 && Arrays.stream(additions).allMatch(a -> a == additions[0])) {
      ofEach = additions[0];
      additions = new int[0];
    }
  }

  /**
   * How many additions these spikes cause.
   *
   * @param first the element with which their row begins
   */
  long of(RowSpikes spikes, int first) {
    long sum = spikes.count * ofEach;
    if (additions.length > 0) {
      for (int i = 0; i < spikes.count; i++) {
        sum += additions[first + spikes.index[i]];
      }
    }
    return sum;
  }
}
