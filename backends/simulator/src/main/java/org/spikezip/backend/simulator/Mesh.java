package org.spikezip.backend.simulator;

import java.util.Arrays;

/** Counts messages on the links between cores; they go east or west first, then north or south. */
final class Mesh {
  private static final int DIRECTIONS = 4;

  private final int columns;
  private final long[] load;
  private long messages;
  private long hops;
  private long busiestEver;

  /** A mesh of as many whole rows as the cores need. */
  Mesh(int columns, int cores) {
    this.columns = columns;
    load = new long[(cores / columns + 1) * columns * DIRECTIONS];
  }

  /**
   * Sends messages.
   *
   * @return how many hops each takes
   */
  int send(int from, int to, long count) {
    int x = from % columns;
    int y = from / columns;
    int targetX = to % columns;
    int targetY = to / columns;
    int length = Math.abs(x - targetX) + Math.abs(y - targetY);
    while (x != targetX) {
      load[(y * columns + x) * DIRECTIONS + (x < targetX ? 0 : 1)] += count;
      x += Integer.signum(targetX - x);
    }
    while (y != targetY) {
      load[(y * columns + x) * DIRECTIONS + (y < targetY ? 2 : 3)] += count;
      y += Integer.signum(targetY - y);
    }
    messages += count;
    hops += count * length;
    return length;
  }

  /** Ends a step; returns how many messages the busiest link had in it. */
  long endStep() {
    long busiest = Arrays.stream(load).max().orElse(0);
    busiestEver = Math.max(busiestEver, busiest);
    Arrays.fill(load, 0);
    return busiest;
  }

  long messages() {
    return messages;
  }

  long hops() {
    return hops;
  }

  /** The most messages that a link had in a step. */
  long busiestLink() {
    return busiestEver;
  }
}
