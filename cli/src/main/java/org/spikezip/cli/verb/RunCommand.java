package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.cli.data.NpzWriter;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.host.Spikezip;
import org.spikezip.host.run.ConfidentAnswer;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.artifact.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a spiking network on data. */
@Command(name = "run", description = "Run a spiking network on data.")
public final class RunCommand extends Verb {
  @Parameters(paramLabel = "F.snn", description = "A compiled network.")
  private Path network;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Stop after T steps, with the answer so far; default until quiet.")
  private Integer steps;

  @Option(
      names = "--until",
      paramLabel = "confident:M",
      description = {
        "Stop a sample once its answer has held for M steps;",
        "confident:M:MARGIN counts steps with at least that margin."
      })
  private String until;

  @Option(
      names = "--per-step",
      description = "Tell of every step; with --labels or --steps always, but with --until.")
  private boolean perStep;

  @Option(
      names = "--stream",
      description =
          "Start each sample where the one before ended: like ones cost only what differs.")
  private boolean stream;

  @Option(names = "--outputs", paramLabel = "F.npz", description = "Where the outputs go.")
  private Path outputs;

  @Mixin private RunningOptions running;
  @Mixin private LabelOptions labels;
  @Mixin private DataOptions data;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    Graph graph = spikezip.read(network);
    Optional.ofNullable(outputs).ifPresent(AtomicFile::requirePlace);
    Samples samples = data.require(graph);
    Optional<int[]> right = labels.read();
    Optional<ConfidentAnswer.Rule> rule =
        Optional.ofNullable(until).map(ConfidentAnswer.Rule::parse);
    boolean everyStep = perStep || (rule.isEmpty() && (right.isPresent() || steps != null));
    RunOptions options =
        running.run(spikezip, graph, samples, progress, output::line).keepingStepOutputs(everyStep);
    if (steps != null) {
      atLeastOne(steps);
      options = options.withSteps(steps);
    }
    long start = System.nanoTime();
    MachineCosts costs = new MachineCosts();
    Runs runs = run(spikezip, graph, options, rule, costs, samples, progress);
    double seconds = (System.nanoTime() - start) * 1e-9;
    right.ifPresent(answers -> labels.requireFor(answers, runs.rows(), runs.samples(), data));
    if (outputs != null) {
      NpzWriter.write(outputs, runs.outputs());
    }
    tell(runs, options, right, everyStep, seconds, output);
    costs.tell(output);
    return 0;
  }

  private Runs run(
      Spikezip spikezip,
      Graph graph,
      RunOptions options,
      Optional<ConfidentAnswer.Rule> rule,
      MachineCosts costs,
      Samples samples,
      Progress progress) {
    Supplier<RunListener> listeners =
        () ->
            costs.collecting(rule.<RunListener>map(ConfidentAnswer::new).orElse(RunListener.NONE));
    try (Executable executable =
        spikezip.load(graph, running.backend(), running.backendOptions())) {
      if (stream) {
        try (Executable streaming = executable.stream()) {
          return Runs.of(streaming, options, listeners, samples, outputs != null, 1, progress);
        }
      }
      int threads = executable.isThreadSafe() ? running.threads() : 1;
      return Runs.of(executable, options, listeners, samples, outputs != null, threads, progress);
    }
  }

  private static void atLeastOne(int steps) {
    if (steps < 1) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--steps must be at least 1, found " + steps,
          "leave it out to run until quiet");
    }
  }

  private void tell(
      Runs runs,
      RunOptions options,
      Optional<int[]> right,
      boolean everyStep,
      double seconds,
      Output output) {
    Activity activity = runs.activity();
    ObjectNode json = output.json();
    json.put("samples", runs.samples());
    json.put("schedule", options.schedule().toString());
    json.put("maxSpike", options.maxSpike());
    json.putObject("steps").put("max", activity.steps()).put("mean", runs.meanSteps());
    json.put("quiet", activity.quiet());
    json.put("stopped", runs.stopped());
    json.put("neurons", activity.neurons());
    json.put("spikes", activity.spikes());
    double perNeuron =
        activity.neurons() == 0 ? 0 : (double) activity.spikes() / activity.neurons();
    json.put("spikesPerNeuron", perNeuron);
    json.put("synapticOperations", activity.synapticOperations());
    json.put("spikeTrainHash", String.format(Locale.ROOT, "%016x", activity.hash()));
    json.put("seconds", seconds);
    Table table = new Table("");
    table.row("samples", text("%d in %.2f s", runs.samples(), seconds));
    String quiet =
        runs.stopped() == 0 ? "" : text("; %d stopped before they were quiet", runs.stopped());
    table.row("steps", text("%d at most, %.1f mean%s", activity.steps(), runs.meanSteps(), quiet));
    table.row("spikes", text("%,d, %.3f a neuron", activity.spikes(), perNeuron));
    table.row("synaptic operations", text("%,d", activity.synapticOperations()));
    table.row("spike train hash", text("%016x", activity.hash()));
    Optional<StepScores> scores =
        everyStep || right.isPresent() ? Optional.of(StepScores.of(runs, right)) : Optional.empty();
    scores
        .flatMap(StepScores::accuracy)
        .ifPresent(
            accuracy -> {
              json.put("accuracy", accuracy);
              table.row("accuracy", text("%.2f %%", 100 * accuracy));
            });
    output.table(table);
    scores.filter(s -> everyStep).ifPresent(s -> s.tell(output));
    if (outputs != null) {
      json.put("outputs", outputs.toString());
      output.line("wrote " + outputs);
    } else if (right.isEmpty()) {
      output.line("the outputs are not kept; --outputs F.npz writes them");
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
