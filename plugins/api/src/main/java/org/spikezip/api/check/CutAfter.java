package org.spikezip.api.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;

/** Ends the network earlier: one value is the only result, and what comes after it is gone. */
final class CutAfter implements Reduction {
  @Override
  public Stream<Trial> candidates(Trial trial) {
    Graph graph = trial.graph();
    return graph.nodes().stream()
        .filter(n -> !(n.op() instanceof Constant) && !(n.op() instanceof Input))
        .filter(n -> n.outputs().size() == 1)
        .map(n -> endingAt(graph, n))
        .flatMap(Optional::stream)
        .filter(
            g ->
                g.nodes().size() < graph.nodes().size()
                    || g.outputs().size() < graph.outputs().size())
        .map(trial::with);
  }

  private static Optional<Graph> endingAt(Graph graph, Node node) {
    return new GraphCut(graph).outputs(List.of(new GraphOutput("y", node.output()))).build();
  }
}
