package org.spikezip.backend.cuda;

/** One node at work. */
abstract class Unit {
  /** The depth of units that only feed outputs: they are computed when an output is asked for. */
  static final int OUTPUT_DEPTH = Integer.MAX_VALUE;

  private final int node;
  private int gateDepth = OUTPUT_DEPTH;
  private boolean neededForOutput;

  Unit(int node) {
    this.node = node;
  }

  /** The id of the graph's node. */
  final int node() {
    return node;
  }

  /** The smallest depth of a neuron that waits for this unit. */
  final int gateDepth() {
    return gateDepth;
  }

  final void neededAt(int depth) {
    gateDepth = Math.min(gateDepth, depth);
  }

  final boolean isNeededForOutput() {
    return neededForOutput;
  }

  final void neededForOutput() {
    neededForOutput = true;
  }
}
