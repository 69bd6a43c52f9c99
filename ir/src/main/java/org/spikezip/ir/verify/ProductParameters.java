package org.spikezip.ir.verify;

import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Synapse;

/** Synapses have constant weights; constant scales and biases of products are finite. */
final class ProductParameters implements Checker {
  @Override
  public void check(Graph graph, Problems problems) {
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Synapse) {
        if (graph.constant(node.input(1)).isEmpty()) {
          String found = graph.node(node.input(1)).describe();
          problems.add(node, "expected constant weights, found " + found);
        }
        checkFinite(graph, node, 2, "scale", problems);
        checkFinite(graph, node, 3, "bias", problems);
      } else if (node.op() instanceof Bilinear) {
        checkFinite(graph, node, 2, "scale", problems);
      }
    }
  }

  private static void checkFinite(
      Graph graph, Node node, int input, String what, Problems problems) {
    if (!node.hasInput(input)) {
      return;
    }
    Tensor value = graph.constant(node.input(input)).filter(t -> t.type().isFloat()).orElse(null);
    if (value == null) {
      return;
    }
    float[] floats = value.floats();
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        problems.add(node, "expected a finite " + what + ", found " + floats[i] + " at index " + i);
        return;
      }
    }
  }
}
