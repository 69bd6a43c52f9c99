package org.spikezip.api;

import java.util.List;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Which neurons may fire when: a threshold for the distance |q(V) − S| of a neuron from its target,
 * which depends on the neuron's depth and on time. All schedules end in the same state.
 */
public sealed interface Schedule {
  /** Larger than any distance. */
  int NEVER = Integer.MAX_VALUE;

  /** Every neuron at every step: the paper's. */
  Schedule SYNCHRONOUS = new Synchronous();

  /** How each is written. */
  List<String> FORMS = List.of("synchronous", "wavefront:N", "deadline:N[:URGENCY]", "layerwise");

  /**
   * The least distance at which a neuron fires, from 1, which lets every neuron fire that is not at
   * its target, to {@link #NEVER}. It does not fall with depth, does not rise with time, and is 1
   * from some time on.
   *
   * @param depth of the neuron, from 1
   * @param time the step, from 1; if the schedule {@link #waitsForRest} 1 + how often the network
   *     has settled
   * @param maxSpike the largest spike
   */
  int leastDistance(int depth, int time, int maxSpike);

  /**
   * Whether time goes on only after a step at the end of which every neuron that could fire has S =
   * q(V), instead of after every step.
   */
  boolean waitsForRest();

  /** Every neuron at every step. */
  record Synchronous() implements Schedule {
    @Override
    public int leastDistance(int depth, int time, int maxSpike) {
      return 1;
    }

    @Override
    public boolean waitsForRest() {
      return false;
    }

    @Override
    public String toString() {
      return "synchronous";
    }
  }

  /**
   * Neurons of depth d are silent until step ⌊τ·(d−1)⌋+1.
   *
   * @param interval τ in steps; below 1, several depths open at once
   */
  record Wavefront(double interval) implements Schedule {
    public Wavefront {
      requirePositive("the interval of a wavefront", interval);
    }

    @Override
    public int leastDistance(int depth, int time, int maxSpike) {
      return time > Math.floor(interval * (depth - 1)) ? 1 : NEVER;
    }

    @Override
    public boolean waitsForRest() {
      return false;
    }

    @Override
    public String toString() {
      return "wavefront:" + ScheduleText.number(interval);
    }
  }

  /**
   * Just in time: a neuron of depth d has until step τ·d to arrive and starts only when it is high
   * time. With t the step and m the largest spike it fires at a distance of at least 1 +
   * ⌊urgency·m·(τ·d − t)⌋, after its deadline at any. One that is far away starts early, one that
   * is near waits until its operand has settled.
   *
   * @param interval τ in steps
   * @param urgency what part of the time left a neuron may need before it starts; a large one makes
   *     all wait for their deadline
   */
  record Deadline(double interval, double urgency) implements Schedule {
    /** What served best where it was measured. */
    public static final double USUAL_URGENCY = 0.5;

    public Deadline {
      requirePositive("the interval of deadlines", interval);
      requirePositive("the urgency of deadlines", urgency);
    }

    @Override
    public int leastDistance(int depth, int time, int maxSpike) {
      double left = interval * depth - time;
      return left <= 0 ? 1 : (int) Math.min(NEVER, 1 + Math.floor(urgency * maxSpike * left));
    }

    @Override
    public boolean waitsForRest() {
      return false;
    }

    @Override
    public String toString() {
      return "deadline:" + ScheduleText.number(interval) + ScheduleText.urgency(urgency);
    }
  }

  /** One depth more is opened each time that all which are open have settled. */
  record Layerwise() implements Schedule {
    @Override
    public int leastDistance(int depth, int time, int maxSpike) {
      return depth <= time ? 1 : NEVER;
    }

    @Override
    public boolean waitsForRest() {
      return true;
    }

    @Override
    public String toString() {
      return "layerwise";
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && value <= ScheduleText.LARGEST)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          what + " must be above 0 and at most " + ScheduleText.LARGEST + ", found " + value);
    }
  }

  /**
   * The schedule of this name: {@code synchronous}, {@code wavefront:τ}, {@code
   * deadline:τ[:urgency]} or {@code layerwise}.
   *
   * @throws SpikezipException USAGE for any other text
   */
  static Schedule parse(String text) {
    return ScheduleText.parse(text);
  }
}
