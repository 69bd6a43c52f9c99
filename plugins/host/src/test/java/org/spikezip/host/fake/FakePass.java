package org.spikezip.host.fake;

import java.util.List;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.spikezip.api.Pass;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;

/** A pass that does what a test says. */
public record FakePass(
    String id, Stage from, Stage to, BiFunction<Graph, PassContext, Graph> rewrite)
    implements Pass {
  /** Only moves the stage. */
  public FakePass(String id, Stage from, Stage to) {
    this(id, from, to, (graph, context) -> graph.withStage(to));
  }

  @Override
  public String description() {
    return "fake " + id;
  }

  @Override
  public PassResult run(Graph graph, PassContext context) {
    return new PassResult(rewrite.apply(graph, context), new TreeMap<>(), List.of("did " + id));
  }
}
