package org.spikezip.pass.spike;

import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.OpClass;

/**
 * How many quantizers or neurons lie on the longest path to each node, itself included: the
 * wavefront that reaches it.
 */
final class NeuronDepths {
  private final int[] depths;

  private NeuronDepths(int[] depths) {
    this.depths = depths;
  }

  static NeuronDepths of(Graph graph) {
    int[] depths = new int[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      int before = 0;
      for (Value input : node.inputs()) {
        before = input.isAbsent() ? before : Math.max(before, depths[input.node()]);
      }
      depths[node.id()] = before + (node.op().opClass() == OpClass.NEURON ? 1 : 0);
    }
    return new NeuronDepths(depths);
  }

  int of(Node node) {
    return depths[node.id()];
  }

  /** The depth of the network; 0 if nothing spikes. */
  int largest() {
    int largest = 0;
    for (int depth : depths) {
      largest = Math.max(largest, depth);
    }
    return largest;
  }
}
