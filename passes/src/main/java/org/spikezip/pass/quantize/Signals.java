package org.spikezip.pass.quantize;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.QuantizeLinear;

/**
 * Which values carry data: floats that depend on a float input, or on rows taken from a table of
 * floats (an embedding). Masks, positions and rotary angles, which are casts of integers times
 * constants, do not; a quantizer would spoil them and spike for nothing.
 */
final class Signals {
  private final boolean[] signal;

  Signals(Graph graph, Constants constants) {
    signal = new boolean[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      signal[node.id()] = isSignal(node, constants);
    }
  }

  /** Whether this value carries data. */
  boolean is(Value value) {
    return !value.isAbsent() && signal[value.node()];
  }

  private boolean isSignal(Node node, Constants constants) {
    boolean floats = node.outputs().stream().anyMatch(f -> f.type().isFloat());
    if (!floats && !(node.op() instanceof QuantizeLinear)) {
      return false;
    }
    return node.op() instanceof Input
        || node.inputs().stream().anyMatch(this::is)
        || takesRows(node, constants);
  }

  private static boolean takesRows(Node node, Constants constants) {
    if (node.op() instanceof Gather) {
      ElementType type = node.fact().type();
      boolean table = !node.fact().shape().known() || node.fact().shape().rank() > 1;
      return type.isFloat() && table && constants.is(node.input(0)) && !constants.is(node.input(1));
    }
    return node.op() instanceof DequantizeLinear && !constants.is(node.input(0));
  }
}
