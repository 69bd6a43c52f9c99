package org.spikezip.ir.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Input;

/** The graph lists each Input node once, in order; results exist; the names of both are unique. */
final class GraphEnds implements Checker {
  @Override
  public void check(Graph graph, Problems problems) {
    List<Node> inputs = graph.nodesOf(Input.class);
    List<Integer> ids = inputs.stream().map(Node::id).toList();
    if (!graph.inputs().equals(ids)) {
      problems.add(
          "expected the graph to list its input nodes " + ids + ", found " + graph.inputs());
    }
    Set<String> names = new HashSet<>();
    for (Node input : inputs) {
      if (!names.add(input.name())) {
        problems.add(input, "expected a name that no other input has");
      }
    }
    names.clear();
    for (GraphOutput output : graph.outputs()) {
      String result = "result \"" + output.name() + "\"";
      if (!names.add(output.name())) {
        problems.add(result + ": expected a name that no other result has");
      }
      if (!NodeOrder.exists(graph, output.value())) {
        problems.add(result + ": expected a value of the graph, found " + output.value());
      }
    }
  }
}
