package org.spikezip.backend.cpu;

/** The spikes of one value in one step. */
final class SpikeBatch {
  final int[] element;
  final int[] spike;
  int count;

  SpikeBatch(int capacity) {
    element = new int[capacity];
    spike = new int[capacity];
  }

  void add(int at, int by) {
    element[count] = at;
    spike[count++] = by;
  }

  void clear() {
    count = 0;
  }
}
