package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves on data that a spiking network equals its quantized network. */
@Command(
    name = "verify",
    description = {
      "Prove on data that a spiking network equals its quantized network, code by code.",
      "Exit code 1 on a mismatch."
    })
public final class VerifyCommand extends Verb {
  private static final String RECORDED = "source.path";

  /** Layers are evaluated by the plain definition, which is slow; a few samples tell enough. */
  private static final int LAYER_SAMPLES = 8;

  @Parameters(paramLabel = "F.snn", description = "A compiled network.")
  private Path network;

  @Option(
      names = "--source",
      paramLabel = "MODEL",
      description = "The quantized model it came from; default as recorded in F.snn.")
  private Path source;

  @Option(names = "--float", paramLabel = "MODEL", description = "A float model to compare with.")
  private Path floatModel;

  @Option(
      names = "--reproducer",
      paramLabel = "DIR",
      description = {
        "Where codes or outputs are wrong, write the smallest network found that shows it,",
        "with its inputs, and print the command that runs it."
      })
  private Path reproducer;

  @Mixin private RunningOptions running;
  @Mixin private DataOptions data;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    Graph graph = spikezip.read(network);
    Samples samples = data.require(graph);
    Optional<Path> original = source(source, graph, this::warn);
    RunOptions options = running.run(spikezip, graph, samples, progress, output::line);
    output.json().put("schedule", options.schedule().toString());
    output.json().put("maxSpike", options.maxSpike());
    try (Models models =
        new Models(
            original.map(m -> spikezip.openModel(m, shapes(graph))),
            Optional.ofNullable(floatModel).map(m -> spikezip.openModel(m, shapes(graph))))) {
      VerificationRequest request =
          new VerificationRequest(
              graph,
              () -> spikezip.load(graph, running.backend(), running.backendOptions()),
              samples,
              options,
              running.threads(),
              progress,
              models.source(),
              models.floatModel());
      VerificationReport report = spikezip.verify(request);
      VerificationText.tell(report, output);
      models
          .floatModel()
          .map(m -> spikezip.compareLayers(graph, m, samples, LAYER_SAMPLES))
          .ifPresent(layers -> LayerTable.tell(layers, output));
      int exitCode = exitCode(report, output);
      Optional<MismatchReport> mismatch =
          MismatchReport.of(report, spikezip, running, options, graph, samples);
      mismatch.ifPresent(m -> m.tellBeginning(output));
      if (reproducer != null) {
        mismatch.ifPresent(m -> m.writeReproducer(reproducer, plugins(), output));
      }
      return exitCode;
    }
  }

  /** The shapes that were given when the network was compiled. */
  static Options shapes(Graph graph) {
    String shapes = graph.metadata().get("options.shape");
    return shapes == null ? Options.NONE : Options.NONE.with("shape", shapes);
  }

  private record Models(Optional<SourceModel> source, Optional<SourceModel> floatModel)
      implements AutoCloseable {
    @Override
    public void close() {
      source.ifPresent(SourceModel::close);
      floatModel.ifPresent(SourceModel::close);
    }
  }

  /** The model it came from, if that brought its own quantizers. */
  static Optional<Path> source(Path given, Graph graph, Consumer<String> warning) {
    if (given != null) {
      return Optional.of(given);
    }
    if (!"source".equals(graph.metadata().get("quantize.origin"))) {
      return Optional.empty();
    }
    Optional<Path> recorded = Optional.ofNullable(graph.metadata().get(RECORDED)).map(Path::of);
    if (recorded.isPresent() && !Files.isRegularFile(recorded.get())) {
      warning.accept(
          recorded.get() + " is not there any more, so it is not compared with; see --source");
      return Optional.empty();
    }
    return recorded;
  }

  private static int exitCode(VerificationReport report, Output output) {
    boolean explained = report.source().map(s -> s.failures() == 0).orElse(true);
    boolean equal = report.exact() && explained;
    ObjectNode json = output.json();
    json.put("equal", equal);
    if (equal) {
      output.line("equal: the spiking network computes exactly what its quantized network does");
      return 0;
    }
    report.firstCode().ifPresent(m -> output.line("MISMATCH: " + m.describe()));
    report.firstOutput().ifPresent(m -> output.line("MISMATCH: " + m.describe()));
    if (!report.quiet()) {
      output.line("MISMATCH: a run ended before it was quiet");
    }
    if (!explained) {
      output.line(
          String.format(
              Locale.ROOT,
              "MISMATCH: %d codes differ from the source model's and no tie explains it",
              report.source().get().failures()));
    }
    return ErrorCode.MISMATCH.exitCode();
  }
}
