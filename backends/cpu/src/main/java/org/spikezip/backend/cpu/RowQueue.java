package org.spikezip.backend.cpu;

/** The rows of a value that must be computed again, each at most once. */
final class RowQueue {
  private final int[] rows;
  private final boolean[] queued;
  private int count;

  RowQueue(int capacity) {
    rows = new int[capacity];
    queued = new boolean[capacity];
  }

  void add(int row) {
    if (!queued[row]) {
      queued[row] = true;
      rows[count++] = row;
    }
  }

  void addAll() {
    for (int row = 0; row < rows.length; row++) {
      add(row);
    }
  }

  /** Moves all rows of another queue into this one. */
  void takeAll(RowQueue other) {
    for (int i = 0; i < other.count; i++) {
      add(other.rows[i]);
    }
    other.clear();
  }

  int size() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int get(int index) {
    return rows[index];
  }

  /** Forgets all rows. */
  void clear() {
    for (int i = 0; i < count; i++) {
      queued[rows[i]] = false;
    }
    count = 0;
  }
}
