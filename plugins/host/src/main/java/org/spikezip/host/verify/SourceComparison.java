package org.spikezip.host.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunOptions;
import org.spikezip.api.SourceModel;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.host.verify.Outputs.Rows;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** E3: compares with the source model in the runtime of its own format. */
final class SourceComparison implements AutoCloseable {
  /** Metadata that is {@code source} where the quantizers are the source's own. */
  private static final String ORIGIN = "quantize.origin";

  /** What one sample showed. */
  record Verdict(
      int layersCompared,
      long codes,
      long codeMismatches,
      long ties,
      double farthestTie,
      long freeMismatches,
      Rows top1,
      double maxAbsDiff) {
    static final Verdict NONE = new Verdict(0, 0, 0, 0, 0, 0, Rows.NONE, 0);

    Verdict plus(Verdict other) {
      return new Verdict(
          Math.max(layersCompared, other.layersCompared),
          codes + other.codes,
          codeMismatches + other.codeMismatches,
          ties + other.ties,
          Math.max(farthestTie, other.farthestTie),
          freeMismatches + other.freeMismatches,
          top1.plus(other.top1),
          Math.max(maxAbsDiff, other.maxAbsDiff));
    }
  }

  private final Graph graph;
  private final ExecutablePool originals;
  private final SourceFedEvaluator sourceFed;
  private final Optional<String> firstFloat;

  private SourceComparison(Graph graph, ExecutablePool originals, HostOps hostOps) {
    this.graph = graph;
    this.originals = originals;
    this.sourceFed = new SourceFedEvaluator(graph, hostOps);
    this.firstFloat = Outputs.firstFloat(graph);
  }

  /** Empty if the network was not quantized by its source, or that has no runtime of its own. */
  static Optional<SourceComparison> of(Graph graph, SourceModel source, HostOps hostOps) {
    List<String> names = graph.nodesOf(Neuron.class).stream().map(Node::name).distinct().toList();
    boolean told = "source".equals(graph.metadata().get(ORIGIN));
    if (!told && !hasCodes(source.graph(), Set.copyOf(names))) {
      return Optional.empty();
    }
    Optional<Executable> first = source.original(names);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    ExecutablePool pool =
        ExecutablePool.of(first.get(), () -> source.original(names).orElseThrow());
    return Optional.of(new SourceComparison(graph, pool, hostOps));
  }

  /** Whether a model has integers of at most 16 bits under one of these names. */
  private static boolean hasCodes(Graph model, Set<String> names) {
    return model.nodes().stream()
        .filter(n -> names.contains(n.name()))
        .flatMap(n -> n.outputs().stream())
        .anyMatch(f -> f.type().isInteger() && f.type().bits() <= 16);
  }

  /**
   * Compares one sample.
   *
   * @param outputs of the spiking network
   * @param dense the quantized network
   * @throws SpikezipException MALFORMED if the source's outputs are others
   */
  Verdict compare(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Evaluation dense) {
    Map<String, Tensor> theirs = originals.run(inputs, RunOptions.DEFAULT).outputs();
    Map<Integer, Tensor> codes = SourceCodes.of(graph, theirs, dense);
    long all = 0;
    long free = 0;
    for (Map.Entry<Integer, Tensor> layer : codes.entrySet()) {
      int[] expected = layer.getValue().ints();
      int[] found = dense.value(graph.node(layer.getKey()).output()).ints();
      all += expected.length;
      for (int i = 0; i < expected.length; i++) {
        free += expected[i] == found[i] ? 0 : 1;
      }
    }
    // Without any difference, feeding the source's codes would compute the same again.
    SourceFedEvaluator.Differences own =
        free == 0 ? SourceFedEvaluator.Differences.NONE : sourceFed.differences(inputs, codes);
    Rows top1 = Rows.NONE;
    double maxAbsDiff = 0;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor ours = output.getValue();
      if (ours.type().isFloat()) {
        Tensor other = Outputs.matching(output.getKey(), ours, theirs, "source model");
        maxAbsDiff = Math.max(maxAbsDiff, Outputs.maxAbsDiff(ours, other));
        if (firstFloat.equals(Optional.of(output.getKey()))) {
          top1 = Outputs.top1(ours, other);
        }
      }
    }
    return new Verdict(
        codes.size(), all, own.all(), own.ties(), own.farthest(), free, top1, maxAbsDiff);
  }

  SourceReport report(Verdict total) {
    return new SourceReport(
        total.layersCompared(),
        graph.nodesOf(Neuron.class).size() - total.layersCompared(),
        total.codes(),
        total.codeMismatches(),
        total.ties(),
        total.farthestTie(),
        total.freeMismatches(),
        total.top1().share(),
        total.maxAbsDiff());
  }

  @Override
  public void close() {
    originals.close();
  }
}
