package org.spikezip.ir.verify;

import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;

/** A neuron's depth is 1 + the largest number of neurons on a path to it. */
final class NeuronDepth implements Checker {
  @Override
  public void check(Graph graph, Problems problems) {
    int[] depths = new int[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      int depth = 0;
      for (Value input : node.inputs()) {
        depth = Math.max(depth, input.isAbsent() ? 0 : depths[input.node()]);
      }
      if (node.op() instanceof Neuron neuron) {
        depth++;
        if (neuron.depth() != depth) {
          problems.add(node, "expected depth " + depth + ", found " + neuron.depth());
        }
      }
      depths[node.id()] = depth;
    }
  }
}
