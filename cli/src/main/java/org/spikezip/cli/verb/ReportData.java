package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.Schedule;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.Neuron;

/** What a report tells, as one JSON object. */
final class ReportData {
  /** Ways to run that are compared with the one that was asked for. */
  private static final List<Map.Entry<String, Integer>> OTHERS =
      List.of(
          Map.entry("synchronous", 1), Map.entry("synchronous", 4), Map.entry("wavefront:1", 16));

  private final Spikezip spikezip;
  private final Graph graph;
  private final Samples samples;
  private final RunningOptions running;
  private final RunOptions asked;
  private final Progress progress;

  ReportData(
      Spikezip spikezip,
      Graph graph,
      Samples samples,
      RunningOptions running,
      RunOptions asked,
      Progress progress) {
    this.spikezip = spikezip;
    this.graph = graph;
    this.samples = samples;
    this.running = running;
    this.asked = asked;
    this.progress = progress;
  }

  /** What the model is, how it was quantized, and where this was made. */
  ObjectNode about(String file) {
    Output summary = new Output(new PrintWriter(Writer.nullWriter()), true, 0);
    new GraphSummary(graph).tell(summary);
    ObjectNode about = Output.object();
    about.put("file", file).put("name", graph.name());
    about.set("model", summary.json());
    ObjectNode made = about.putObject("metadata");
    graph.metadata().forEach((key, value) -> addShort(made, key, value));
    about
        .putObject("environment")
        .put("spikezip", Spikezip.version())
        .put("java", System.getProperty("java.version"))
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
        .put("processors", Runtime.getRuntime().availableProcessors());
    about.put("samples", samples.size()).put("data", samples.source());
    return about;
  }

  private static void addShort(ObjectNode made, String key, String value) {
    if (!key.startsWith("quantizer.") && !key.equals("source.path")) {
      made.put(key, value.length() > 200 ? value.substring(0, 200) + "…" : value);
    }
  }

  /** E1 on all samples. */
  ObjectNode proof() {
    VerificationReport report =
        spikezip.verify(
            VerificationRequest.of(
                    graph,
                    () -> spikezip.load(graph, running.backend(), running.backendOptions()),
                    samples)
                .withRun(asked)
                .withThreads(running.threads()));
    return Output.object()
        .put("exact", report.exact())
        .put("samples", report.samples())
        .put("neurons", report.neurons())
        .put("layers", report.layers())
        .put("mismatchedCodes", report.mismatchedCodes())
        .put("mismatchedOutputs", report.mismatchedOutputs())
        .put("spikeTrainHash", report.spikeTrainHash())
        .put("spikingMacShare", report.spikingMacShare())
        .put("schedule", asked.schedule().toString())
        .put("maxSpike", asked.maxSpike());
  }

  /** Accuracy, agreement and spikes after each step, for several schedules. */
  ArrayNode ways(Optional<int[]> labels) {
    Stream<RunOptions> others =
        OTHERS.stream()
            .map(
                way ->
                    asked.withSchedule(Schedule.parse(way.getKey())).withMaxSpike(way.getValue()));
    ArrayNode ways = Output.object().putArray("ways");
    try (Executable executable =
        spikezip.load(graph, running.backend(), running.backendOptions())) {
      Stream.concat(Stream.of(asked), others)
          .distinct()
          .forEach(options -> ways.add(way(executable, options, labels)));
    }
    return ways;
  }

  private ObjectNode way(Executable executable, RunOptions options, Optional<int[]> labels) {
    int threads = executable.isThreadSafe() ? running.threads() : 1;
    RunOptions everyStep = options.keepingStepOutputs(true);
    Runs runs =
        Runs.of(executable, everyStep, () -> RunListener.NONE, samples, false, threads, progress);
    StepScores scores = StepScores.of(runs, labels.filter(l -> l.length >= runs.rows()));
    Activity activity = runs.activity();
    ObjectNode way = Output.object();
    way.put("schedule", options.schedule().toString()).put("maxSpike", options.maxSpike());
    way.put("steps", activity.steps()).put("meanSteps", runs.meanSteps());
    way.put("spikesPerNeuron", (double) activity.spikes() / Math.max(1, activity.neurons()));
    way.put("synapticOperations", (double) activity.synapticOperations() / samples.size());
    ArrayNode agreement = way.putArray("agreement");
    scores.steps().forEach(s -> agreement.add(rounded(s.agreement())));
    scores.accuracy().ifPresent(end -> accuracy(way, scores, end));
    return way;
  }

  private static void accuracy(ObjectNode way, StepScores scores, double end) {
    way.put("endAccuracy", end);
    ArrayNode accuracy = way.putArray("accuracy");
    scores.steps().forEach(s -> accuracy.add(rounded(s.accuracy().orElse(0))));
  }

  private static double rounded(double share) {
    return Math.round(share * 1e6) / 1e6;
  }

  /**
   * Spikes, energy and traffic of the first sample on a simulated machine.
   *
   * @return every spike
   */
  SpikeRecorder machine(ObjectNode about, String machine, boolean memory, Optional<String> layer) {
    Map<String, String> options = new TreeMap<>();
    options.put("machine", machine);
    options.put("memory", Boolean.toString(memory));
    SpikeRecorder recorder = new SpikeRecorder(layer.map(this::layer));
    try (Executable simulator = spikezip.load(graph, "simulator", Options.of(options))) {
      simulator.run(samples.get(0), asked, recorder);
    }
    about.set("machine", MachineText.json(recorder.account().orElseThrow()));
    about.set("heat", recorder.heat(graph));
    about.set("raster", recorder.raster(graph));
    return recorder;
  }

  private int layer(String name) {
    List<Node> layers = graph.nodesOf(Neuron.class);
    return layers.stream()
        .filter(n -> n.name().equals(name) || Integer.toString(n.id()).equals(name))
        .map(Node::id)
        .findFirst()
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.USAGE,
                    "there is no layer of neurons '" + name + "'",
                    Suggestion.nearest(name, layers.stream().map(Node::name).toList())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse(
                            String.format(
                                Locale.ROOT,
                                "one of %d, such as '%s'",
                                layers.size(),
                                layers.isEmpty() ? "" : layers.get(0).name()))));
  }
}
