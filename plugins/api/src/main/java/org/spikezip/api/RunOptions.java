package org.spikezip.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

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

  /**
   * What has arrived of the inputs after a step: t/k of every float input at step t of k, in one
   * float32 product per element; integer inputs arrive whole.
   *
   * @param step 1 or later
   * @return the inputs themselves from step {@link #inputSteps} on
   */
  public Map<String, Tensor> arrived(Map<String, Tensor> inputs, int step) {
    if (step >= inputSteps) {
      return inputs;
    }
    float share = (float) step / inputSteps;
    Map<String, Tensor> arrived = new LinkedHashMap<>(inputs);
    arrived.replaceAll((name, x) -> x.type() == ElementType.F32 ? part(x, share) : x);
    return arrived;
  }

  private static Tensor part(Tensor x, float share) {
    float[] values = x.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= share;
    }
    return Tensor.of(values, x.dims());
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
