package org.spikezip.backend.cpu;

import java.util.List;

/** One node at work. */
abstract class Unit {
  /** The depth of units that only feed outputs: they are computed when an output is asked for. */
  static final int OUTPUT_DEPTH = Integer.MAX_VALUE;

  private final int node;
  private int gateDepth = OUTPUT_DEPTH;
  private boolean neededForOutput;
  private boolean awake;
  private Segment segment;

  Unit(int node) {
    this.node = node;
  }

  /** The id of the graph's node. */
  final int node() {
    return node;
  }

  /**
   * The smallest depth of a neuron that waits for this unit; there is no need to compute before
   * that neuron may fire.
   */
  final int gateDepth() {
    return gateDepth;
  }

  final void neededAt(int depth) {
    gateDepth = Math.min(gateDepth, depth);
  }

  /** The units together with which it goes through the steps of a block. */
  final Segment segment() {
    return segment;
  }

  final void joins(Segment with) {
    segment = with;
  }

  /** The cells that it fills. */
  abstract List<? extends Cell> results();

  final boolean isNeededForOutput() {
    return neededForOutput;
  }

  final void neededForOutput() {
    neededForOutput = true;
  }

  /** Whether there may be something to do when the gate opens from one depth to another. */
  boolean opens(int from, int to) {
    return from < gateDepth && gateDepth <= to;
  }

  /** There is something to do: spikes have come, or an operand has changed. */
  final void wake() {
    awake = true;
  }

  final void sleep() {
    awake = false;
  }

  final boolean isAwake() {
    return awake;
  }

  /**
   * Says of every code that it reads how many additions a spike there causes; all units that read
   * its own result have done so.
   */
  void countFanOut() {}

  /** Back to the resting state, with everything to be computed again. */
  abstract void reset();

  /** Takes the spikes of this step into the integer state. */
  void integrate(Counters counters) {}

  /** Computes again what changed, and says so to whoever uses it. */
  abstract void evaluate(Counters counters);

  /** Brings up to date what an output needs of this unit. */
  void answer(Counters counters) {
    evaluate(counters);
  }

  /** Whether something waits to be computed again. */
  abstract boolean isDirty();

  /** Whether the network is not at rest yet because of this unit. */
  boolean waits() {
    return gateDepth != OUTPUT_DEPTH && isDirty();
  }
}
