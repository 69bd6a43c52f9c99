package org.spikezip.backend.simulator;

import java.util.Arrays;

/** How much each core has to do, over all and within a step, and how long steps take. */
final class CoreLoad {
  private final long[] operations;
  private final long[] stepOperations;
  private final double[] stepNanoseconds;
  private long cycles;
  private double nanoseconds;

  CoreLoad(int cores) {
    operations = new long[cores];
    stepOperations = new long[cores];
    stepNanoseconds = new double[cores];
  }

  void add(int core, long more, double time) {
    operations[core] += more;
    stepOperations[core] += more;
    stepNanoseconds[core] += time;
  }

  /**
   * Ends a step, which lasts as long as the busiest core or link.
   *
   * @param linkMessages of the busiest link
   * @param linkTime of the busiest link, in ns
   * @param extra of the step itself, in ns
   */
  void endStep(long linkMessages, double linkTime, double extra) {
    cycles += Math.max(Arrays.stream(stepOperations).max().orElse(0), linkMessages);
    nanoseconds += Math.max(Arrays.stream(stepNanoseconds).max().orElse(0), linkTime) + extra;
    Arrays.fill(stepOperations, 0);
    Arrays.fill(stepNanoseconds, 0);
  }

  /** Steps so far, if an operation or a message takes one cycle. */
  long cycles() {
    return cycles;
  }

  double seconds() {
    return nanoseconds * 1e-9;
  }

  double busiest() {
    return Arrays.stream(operations).max().orElse(0);
  }

  double mean() {
    return Arrays.stream(operations).average().orElse(0);
  }
}
