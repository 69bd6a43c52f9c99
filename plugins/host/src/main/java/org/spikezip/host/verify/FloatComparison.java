package org.spikezip.host.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunOptions;
import org.spikezip.api.SourceModel;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.host.verify.Outputs.Rows;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Compares with the float model: what quantization cost. */
final class FloatComparison implements AutoCloseable {
  /** What one sample showed. */
  record Verdict(Rows top1, double cosine) {}

  private final ExecutablePool executables;
  private final Optional<String> firstFloat;

  private FloatComparison(ExecutablePool executables, Optional<String> firstFloat) {
    this.executables = executables;
    this.firstFloat = firstFloat;
  }

  /** In the model's own runtime if it has one, else on a backend that runs floats. */
  static FloatComparison of(Graph graph, SourceModel model, GraphLoader loader) {
    Supplier<Executable> maker =
        () ->
            model
                .original(List.of())
                .orElseGet(() -> loader.loadFloat(model.graph(), Options.NONE));
    return new FloatComparison(new ExecutablePool(maker), Outputs.firstFloat(graph));
  }

  /**
   * Compares one sample.
   *
   * @throws SpikezipException MALFORMED if the model's outputs are others
   */
  Verdict compare(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    if (firstFloat.isEmpty()) {
      return new Verdict(Rows.NONE, 1);
    }
    Map<String, Tensor> theirs = executables.run(inputs, RunOptions.DEFAULT).outputs();
    Tensor ours = outputs.get(firstFloat.get());
    Tensor other = Outputs.matching(firstFloat.get(), ours, theirs, "float model");
    return new Verdict(Outputs.top1(ours, other), Outputs.cosine(ours, other));
  }

  static FloatReport report(List<Verdict> verdicts) {
    return new FloatReport(
        verdicts.stream().map(Verdict::top1).reduce(Rows.NONE, Rows::plus).share(),
        verdicts.stream().mapToDouble(Verdict::cosine).average().orElse(1));
  }

  @Override
  public void close() {
    executables.close();
  }
}
