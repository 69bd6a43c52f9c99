package org.spikezip.api.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;

/** Begins the network later: an inner value, as it is at rest, becomes an input. */
final class CutBefore implements Reduction {
  private final HostOps hostOps;

  CutBefore(HostOps hostOps) {
    this.hostOps = hostOps;
  }

  @Override
  public Stream<Trial> candidates(Trial trial) {
    Graph graph = trial.graph();
    Evaluation values = new ReferenceEvaluator(hostOps).evaluate(graph, trial.inputs());
    int last = graph.nodes().size() - 1;
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> graph.node(last - i))
        .filter(n -> n.outputs().size() == 1 && !n.fact().isCodes())
        .filter(n -> !(n.op() instanceof Input) && !(n.op() instanceof Constant))
        .map(n -> startingAt(trial, n, values.value(n.output())))
        .flatMap(Optional::stream);
  }

  private static Optional<Trial> startingAt(Trial trial, Node node, Tensor value) {
    String name = "x" + node.id();
    Fact fact = Fact.of(value.type(), Shape.of(value.dims()));
    return new GraphCut(trial.graph())
        .replace(node, name, new Input(fact))
        .build()
        .map(
            g -> {
              Map<String, Tensor> inputs = new LinkedHashMap<>(trial.inputs());
              inputs.put(name, value);
              return new Trial(trial.graph(), inputs, trial.options()).with(g);
            });
  }
}
