package org.spikezip.api;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * How to run a spiking network.
 *
 * @param schedule which neurons may fire when
 * @param maxSpike how far a neuron may move in one step; 1 is the ternary spike of the paper
 * @param steps the most steps; 0 until nothing fires any more
 * @param inputSteps over how many steps float inputs are spread evenly; 1 injects all at step 1
 * @param keepStepOutputs whether the result holds the outputs of every step
 * @param keepCodes whether the result holds the final code of every neuron
 */
public record RunOptions(
    Schedule schedule,
    int maxSpike,
    int steps,
    int inputSteps,
    boolean keepStepOutputs,
    boolean keepCodes) {
  /** The paper's: synchronous, ternary, until quiet, input at step 1. */
  public static final RunOptions DEFAULT =
      new RunOptions(Schedule.SYNCHRONOUS, 1, 0, 1, false, false);

  public RunOptions {
    require(maxSpike >= 1, "--max-spike must be at least 1, found " + maxSpike);
    require(steps >= 0, "--steps must not be negative, found " + steps);
    require(inputSteps >= 1, "--input-steps must be at least 1, found " + inputSteps);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new SpikezipException(ErrorCode.USAGE, message);
    }
  }

  public RunOptions withSchedule(Schedule other) {
    return new RunOptions(other, maxSpike, steps, inputSteps, keepStepOutputs, keepCodes);
  }

  public RunOptions withMaxSpike(int other) {
    return new RunOptions(schedule, other, steps, inputSteps, keepStepOutputs, keepCodes);
  }

  public RunOptions withSteps(int other) {
    return new RunOptions(schedule, maxSpike, other, inputSteps, keepStepOutputs, keepCodes);
  }

  public RunOptions withInputSteps(int other) {
    return new RunOptions(schedule, maxSpike, steps, other, keepStepOutputs, keepCodes);
  }

  public RunOptions keepingStepOutputs(boolean keep) {
    return new RunOptions(schedule, maxSpike, steps, inputSteps, keep, keepCodes);
  }

  public RunOptions keepingCodes(boolean keep) {
    return new RunOptions(schedule, maxSpike, steps, inputSteps, keepStepOutputs, keep);
  }
}
