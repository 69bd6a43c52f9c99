package org.spikezip.host.fake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.spikezip.api.Executable;
import org.spikezip.api.RunResult;
import org.spikezip.api.SourceModel;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;

/** A model in memory. */
public record FakeSource(
    Graph graph, Optional<Function<Map<String, Tensor>, Map<String, Tensor>>> runtime)
    implements SourceModel {
  /** A model without a runtime of its own. */
  public FakeSource(Graph graph) {
    this(graph, Optional.empty());
  }

  @Override
  public Optional<Executable> original(List<String> values) {
    return runtime.map(
        r -> new FakeExecutable(inputs -> RunResult.ofOutputs(r.apply(inputs)), false));
  }

  @Override
  public void close() {}
}
