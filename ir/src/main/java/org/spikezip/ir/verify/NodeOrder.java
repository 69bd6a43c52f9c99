package org.spikezip.ir.verify;

import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;

/** A node's id is its index, and it takes outputs of earlier nodes only. */
final class NodeOrder implements Checker {
  @Override
  public void check(Graph graph, Problems problems) {
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.node(i);
      if (node.id() != i) {
        problems.add(node, "expected id " + i + " (its index), found " + node.id());
      }
      for (Value input : node.inputs()) {
        if (!input.isAbsent()) {
          checkInput(graph, i, input, problems);
        }
      }
    }
  }

  private static void checkInput(Graph graph, int index, Value input, Problems problems) {
    Node node = graph.node(index);
    if (input.node() < 0 || input.node() >= index) {
      problems.add(node, "expected inputs from nodes before it, found " + input);
    } else if (!exists(graph, input)) {
      Node from = graph.node(input);
      problems.add(
          node,
          "expected one of "
              + from.outputs().size()
              + " outputs of "
              + from.describe()
              + ", found "
              + input);
    }
  }

  /** Whether the graph has this value. */
  static boolean exists(Graph graph, Value value) {
    return value.node() >= 0
        && value.node() < graph.nodes().size()
        && value.slot() >= 0
        && value.slot() < graph.node(value).outputs().size();
  }
}
