package org.spikezip.api.check;

import java.util.Optional;
import java.util.stream.Stream;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;

/** Leaves a node out whose operand is of the same type and shape as its result. */
final class BypassNodes implements Reduction {
  @Override
  public Stream<Trial> candidates(Trial trial) {
    Graph graph = trial.graph();
    return graph.nodes().stream()
        .filter(n -> n.outputs().size() == 1)
        .flatMap(
            n -> n.inputs().stream().filter(v -> fits(graph, n, v)).map(v -> without(graph, n, v)))
        .flatMap(Optional::stream)
        .map(trial::with);
  }

  private static boolean fits(Graph graph, Node node, Value operand) {
    if (operand.isAbsent()) {
      return false;
    }
    Fact fact = graph.fact(operand);
    return fact.type() == node.fact().type()
        && fact.shape().equals(node.fact().shape())
        && fact.isCodes() == node.fact().isCodes();
  }

  private static Optional<Graph> without(Graph graph, Node node, Value operand) {
    return new GraphCut(graph).bypass(node.output(), operand).build();
  }
}
