package org.spikezip.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.data.TextSamples;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.cli.verb.GraphSummary;
import org.spikezip.host.Spikezip;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.ir.Graph;

/** Compiles a sentence encoder, runs it, proves it, and compares what sentences mean to it. */
public final class Demo {
  private static final int LEVELS = 32;
  private static final int MAX_TOKENS = 128;
  private static final String BACKEND = "cpu";

  private static final RunOptions PAPER = RunOptions.DEFAULT;
  private static final RunOptions FAST =
      RunOptions.DEFAULT.withSchedule(Schedule.parse("wavefront:1")).withMaxSpike(16);

  private final Spikezip spikezip;
  private final Output output;
  private final Progress progress;
  private final Phases phases;

  /** A demo that tells as it goes. */
  public Demo(Spikezip spikezip, Output output, Progress progress) {
    this.spikezip = spikezip;
    this.output = output;
    this.progress = progress;
    this.phases = new Phases(output);
  }

  /**
   * All of it.
   *
   * @param file where the network is saved
   * @return whether every proof held
   */
  public boolean run(DemoModel model, Path file) {
    long start = System.nanoTime();
    output.json().put("model", model.name());
    output.line("From " + model.name() + ", a pretrained sentence encoder, to a spiking network:");
    output.gap();
    boolean exact;
    try (SourceModel source =
        phases.run("read", "read the model", () -> spikezip.openModel(model.model()))) {
      Graph graph = compile(model, source, file);
      TextSamples samples =
          TextSamples.of(
              "the sentences of the demo", Sentences.toRun(), model.tokenizer(), MAX_TOKENS, graph);
      try (samples) {
        exact = prove(graph, samples);
        meanings(graph, source, samples);
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    output.json().put("totalSeconds", seconds);
    output.gap();
    output.line(
        exact
            ? "Exactly equivalent: 0 mismatches."
            : "NOT equivalent: this is a defect of spikezip, please report it.");
    output.line(String.format(Locale.ROOT, "All of it took %.1f s.", seconds));
    return exact;
  }

  private Graph compile(DemoModel model, SourceModel source, Path file) {
    Options options = Options.of(Map.of("levels", Integer.toString(LEVELS)));
    List<String> sentences = Sentences.calibration();
    Compilation compilation =
        phases.run(
            "compile",
            "compile at " + LEVELS + " levels, calibrating on " + sentences.size() + " sentences",
            () -> {
              try (TextSamples samples =
                  TextSamples.of(
                      "the sentences of the demo",
                      sentences,
                      model.tokenizer(),
                      MAX_TOKENS,
                      source.graph())) {
                return spikezip.compile(source, options, Optional.of(samples), progress);
              }
            });
    new GraphSummary(compilation.graph()).tell(output);
    output.gap();
    Graph loaded =
        phases.run(
            "save",
            "save it and load it again",
            () -> {
              spikezip.write(compilation.graph(), file);
              return spikezip.read(file);
            });
    output.line(String.format(Locale.ROOT, "  %.1f MB", file.toFile().length() / 1e6));
    output.json().put("bytes", file.toFile().length());
    output.gap();
    return loaded;
  }

  /** Under the paper's schedule and a fast one: another way to the same state. */
  private boolean prove(Graph graph, TextSamples samples) {
    ArrayNode proofs = output.json().putArray("proofs");
    Table table =
        new Table(
            "  ", "schedule", "max spike", "T_eq", "spikes/neuron", "mismatches", "bits equal");
    boolean exact = true;
    for (RunOptions options : List.of(PAPER, FAST)) {
      String title =
          "run "
              + samples.size()
              + " sentences, "
              + options.schedule()
              + " --max-spike "
              + options.maxSpike()
              + ", and prove each";
      String id = "prove " + options.schedule();
      VerificationReport report = phases.run(id, title, () -> verify(graph, samples, options));
      exact &= report.exact();
      describe(report, options, proofs.addObject(), table);
    }
    output.table(table);
    output.line(
        "  T_eq: the step after which nothing fires, largest of all sentences. Mismatches: neurons"
            + " whose tracer is not the code of the quantized network, which separate, dense code"
            + " evaluates. Both schedules end in the same state.");
    output.gap();
    return exact;
  }

  private VerificationReport verify(Graph graph, TextSamples samples, RunOptions options) {
    return spikezip.verify(
        VerificationRequest.of(graph, () -> spikezip.load(graph, BACKEND, Options.NONE), samples)
            .withRun(options)
            .withThreads(Runtime.getRuntime().availableProcessors())
            .withProgress(progress));
  }

  private static void describe(
      VerificationReport report, RunOptions options, ObjectNode json, Table table) {
    json.put("schedule", options.schedule().toString());
    json.put("maxSpike", options.maxSpike());
    json.put("steps", report.steps().max());
    json.put("neurons", report.neurons());
    json.put("spikesPerNeuron", report.spikesPerNeuron());
    json.put("mismatchedCodes", report.mismatchedCodes());
    json.put("outputsBitEqual", report.outputsBitEqual());
    json.put("spikeTrainHash", report.spikeTrainHash());
    table.row(
        options.schedule().toString(),
        Integer.toString(options.maxSpike()),
        Integer.toString(report.steps().max()),
        String.format(Locale.ROOT, "%.2f", report.spikesPerNeuron()),
        String.format(Locale.ROOT, "%d of %,d", report.mismatchedCodes(), report.neurons()),
        report.outputsBitEqual() ? "yes" : "NO");
  }

  private void meanings(Graph graph, SourceModel source, TextSamples samples) {
    List<Embedding> spiking =
        phases.run(
            "run", "embed them with the spiking network", () -> embedSpiking(graph, samples));
    List<Embedding> original =
        phases.run("float", "embed them with the float model", () -> embedFloat(source, samples));
    new Similarity(samples, original, spiking).tell(output);
  }

  private List<Embedding> embedSpiking(Graph graph, TextSamples samples) {
    try (Executable executable = spikezip.load(graph, BACKEND, Options.NONE)) {
      return embed(executable, samples, FAST);
    }
  }

  private List<Embedding> embedFloat(SourceModel source, TextSamples samples) {
    try (Executable executable =
        source
            .original(List.of())
            .orElseGet(() -> spikezip.loadFloat(source.graph(), Options.NONE))) {
      return embed(executable, samples, PAPER);
    }
  }

  private static List<Embedding> embed(
      Executable executable, TextSamples samples, RunOptions options) {
    List<Embedding> embeddings = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      embeddings.add(
          Embedding.of(executable.run(samples.get(i), options, RunListener.NONE).outputs()));
    }
    return embeddings;
  }
}
