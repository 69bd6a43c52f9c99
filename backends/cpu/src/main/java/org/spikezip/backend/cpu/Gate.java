package org.spikezip.backend.cpu;

import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;

/** The schedule of a run at one of its steps. */
final class Gate {
  /** All neurons, but not what only outputs need. */
  private static final int ALL = Unit.OUTPUT_DEPTH - 1;

  private final Schedule schedule;
  private final int maxSpike;
  private final int deepest;
  private final int reach;
  private final int time;
  private final int open;

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
    open = 0;
  }

  private Gate(Gate before, int time, int open) {
    schedule = before.schedule;
    maxSpike = before.maxSpike;
    deepest = before.deepest;
    reach = before.reach;
    this.time = time;
    this.open = open;
  }

  /** The gate of the next step. */
  Gate next() {
    int then = schedule.waitsForRest() ? time : time + 1;
    int opened = open;
    while (opened < deepest && schedule.leastDistance(opened + 1, then, maxSpike) <= reach) {
      opened++;
    }
    return new Gate(this, then, opened);
  }

  /** Up to which depth there are neurons that may fire. */
  int depth() {
    return open == deepest ? ALL : open;
  }

  /** The least distance from its target at which a neuron of this depth fires. */
  int leastDistance(int depth) {
    return schedule.leastDistance(depth, time, maxSpike);
  }

  /** Whether the steps to come do not depend on what happens until then. */
  boolean isForeseen() {
    return !schedule.waitsForRest();
  }

  /** The gate after a step at the end of which all neurons up to that depth were at rest. */
  Gate settled() {
    return schedule.waitsForRest() ? new Gate(this, time + 1, open) : this;
  }
}
