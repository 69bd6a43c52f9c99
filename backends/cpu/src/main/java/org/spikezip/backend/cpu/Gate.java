package org.spikezip.backend.cpu;

import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;

/** The schedule of a run, at the step at hand. */
final class Gate {
  /** All neurons, but not what only outputs need. */
  private static final int ALL = Unit.OUTPUT_DEPTH - 1;

  private final Schedule schedule;
  private final int maxSpike;
  private final int deepest;
  private final int reach;
  private int time;
  private int open;

  /**
   * A gate before the first step.
   *
   * @param deepest the largest depth of a neuron
   * @param reach the largest distance that a neuron can have from its target
   */
  Gate(RunOptions options, int deepest, int reach) {
    schedule = options.schedule();
    maxSpike = options.maxSpike();
    this.deepest = deepest;
    this.reach = reach;
    time = schedule.waitsForRest() ? 1 : 0;
  }

  /** A step begins. */
  void next() {
    if (!schedule.waitsForRest()) {
      time++;
    }
    while (open < deepest && schedule.leastDistance(open + 1, time, maxSpike) <= reach) {
      open++;
    }
  }

  /** Up to which depth there are neurons that may fire. */
  int depth() {
    return open == deepest ? ALL : open;
  }

  /** The least distance from its target at which a neuron of this depth fires. */
  int leastDistance(int depth) {
    return schedule.leastDistance(depth, time, maxSpike);
  }

  /** All neurons up to that depth are at rest. */
  void settled() {
    if (schedule.waitsForRest()) {
      time++;
    }
  }
}
