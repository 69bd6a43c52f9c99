package org.spikezip.host.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Input;

/** Binds the inputs of a graph to the shapes of one sample. */
final class BoundInputs {
  private BoundInputs() {}

  /** The graph with fixed inputs; the facts of its other nodes stay as they are. */
  static Graph of(Graph graph, Map<String, Tensor> inputs) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    for (Node input : graph.inputNodes()) {
      Fact fact = input.fact().withShape(Shape.of(inputs.get(input.name()).dims()));
      Node bound = new Node(input.id(), input.name(), new Input(fact), List.of(), List.of(fact));
      nodes.set(input.id(), bound);
    }
    return new Graph(
        graph.name(), graph.stage(), nodes, graph.inputs(), graph.outputs(), graph.metadata());
  }
}
