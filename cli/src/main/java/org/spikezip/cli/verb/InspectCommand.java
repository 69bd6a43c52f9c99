package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spikezip.api.MacCount;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.artifact.Artifact;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Transpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a model or a compiled network consists of. */
@Command(
    name = "inspect",
    description = {
      "Tell what a model, or a compiled network, consists of:",
      "inputs, outputs, operator classes, quantizers, what will spike, what is host and why."
    })
public final class InspectCommand extends Verb {
  private static final String OPTIONS = "options.";

  /** One for each quantizer, for the comparison with the source. */
  private static final String LOWEST = "source.lowest.";

  @Parameters(
      paramLabel = "MODEL",
      description = "A model such as F.onnx, a network F.snn, or a file of compile --statistics.")
  private Path model;

  @Option(
      names = "--shape",
      paramLabel = "NAME=2x128",
      description = "What the model's file does not say of an input; as in compile.")
  private List<String> shapes = new ArrayList<>();

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    output.json().put("file", model.toString());
    if (Artifact.isArtifact(model)) {
      Graph graph = spikezip.read(model);
      StatisticsTable statistics = new StatisticsTable(graph);
      if (statistics.any()) {
        statistics.tell(model, output);
      } else {
        network(graph, output);
      }
    } else {
      try (SourceModel source = spikezip.openModel(model, options())) {
        source(spikezip, source, output, progress);
      }
    }
    return 0;
  }

  private Options options() {
    return shapes.isEmpty() ? Options.NONE : Options.NONE.with("shape", String.join(",", shapes));
  }

  private void network(Graph graph, Output output) {
    output.line(model + ": spiking network \"" + graph.name() + "\"");
    new GraphSummary(graph).tell(output);
    output.json().put("kind", "network");
    ObjectNode metadata = output.json().putObject("metadata");
    graph.metadata().forEach(metadata::put);
    graph
        .metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OPTIONS)) {
                output.line("  option: --" + key.substring(OPTIONS.length()) + " " + value);
              } else if (!key.startsWith("quantizer.") && !key.startsWith(LOWEST)) {
                output.line("  " + key + ": " + value);
              }
            });
    new QuantizerTable(graph).tell(output);
  }

  private void source(Spikezip spikezip, SourceModel source, Output output, Progress progress) {
    output.json().put("kind", "model");
    output.line(model + ": model \"" + source.graph().name() + "\"");
    SourceForm form = SourceForm.of(spikezip, source, options(), progress);
    output.json().put("quantized", form.isStatic());
    form.tell(output);
    if (form.isStatic()) {
      new GraphSummary(form.recognized()).tell(output);
      form.notesTo(output);
      return;
    }
    GraphSummary summary = new GraphSummary(form.recognized());
    summary.interfaceTo(output);
    summary.operatorsTo(output);
    products(form.recognized(), output);
    summary.hostTo(output);
    form.notesTo(output);
  }

  /** What will spike once quantizers are put before every product. */
  private static void products(Graph graph, Output output) {
    List<Node> products = graph.nodesOf(MatMul.class);
    long weighted = products.stream().filter(n -> hasWeights(graph, n)).count();
    int convolutions = graph.nodesOf(Conv.class).size();
    ObjectNode json = output.json().putObject("products");
    json.put("synapse", weighted);
    json.put("bilinear", products.size() - weighted);
    json.put("convolutionsLeft", convolutions);
    double macs = MacCount.of(graph, Map.of()).total();
    output.json().put("macs", macs);
    output.line(
        String.format(
            Locale.ROOT,
            "  will spike: %d products with weights (synapse), %d of two activations (bilinear)%s;"
                + " %.3g million multiply-accumulates (open sizes: batch 1, others 16)",
            weighted,
            products.size() - weighted,
            convolutions == 0 ? "" : "; " + convolutions + " convolutions stay as they are",
            macs / 1e6));
  }

  private static boolean hasWeights(Graph graph, Node product) {
    return isWeights(graph, product.input(0)) || isWeights(graph, product.input(1));
  }

  /** Constants, or integers of constants dequantized and moved. */
  private static boolean isWeights(Graph graph, Value value) {
    Op op = graph.node(value).op();
    boolean passes =
        op instanceof DequantizeLinear || op instanceof Transpose || op instanceof Reshape;
    return graph.constant(value).isPresent()
        || (passes && isWeights(graph, graph.node(value).input(0)));
  }
}
