package org.spikezip.cli.verb;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Option;

/** How a network runs, and where. */
final class RunningOptions {
  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = {
        "synchronous (the paper's), wavefront:N, deadline:N or layerwise;",
        "auto:steps, auto:synops, auto:time or auto:product for the best on the data;",
        "default as compiled. All end in the same state; fast: wavefront:1 --max-spike 16."
      })
  private String schedule;

  @Option(
      names = "--max-spike",
      paramLabel = "M",
      description = "How far a neuron may move in one step; default as compiled, else 1.")
  private Integer maxSpike;

  @Option(
      names = "--input-steps",
      paramLabel = "K",
      defaultValue = "1",
      description = "Spread float inputs over K steps; default ${DEFAULT-VALUE}.")
  private int inputSteps;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      defaultValue = "cpu",
      description = "What runs it; default ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Samples at a time; default all processors.")
  private Integer threads;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "An option of the backend, such as kernels=scalar.")
  private Map<String, String> backendOptions = new TreeMap<>();

  /** Until quiet, with whatever schedule; says what is wrong before any work is done. */
  private RunOptions given(Graph graph) {
    RunOptions compiled = ScheduleOption.of(graph).withInputSteps(inputSteps);
    return maxSpike == null ? compiled : compiled.withMaxSpike(maxSpike);
  }

  /**
   * Until quiet.
   *
   * @param note hears what {@code auto} chose
   */
  RunOptions run(
      Spikezip spikezip, Graph graph, Samples samples, Progress progress, Consumer<String> note) {
    RunOptions options = given(graph);
    if (schedule == null) {
      return options;
    }
    ScheduleOption named = ScheduleOption.parse(schedule);
    if (!named.isAuto()) {
      return named.schedule(options);
    }
    try (Executable executable = spikezip.load(graph, backend, backendOptions())) {
      return named.measured(options, executable, samples, progress, note);
    }
  }

  /** The words that give this backend, and these options of a run. */
  String asOptions(RunOptions run) {
    StringBuilder words = new StringBuilder(" --backend " + backend);
    backendOptions.forEach((k, v) -> words.append(" --option ").append(k).append('=').append(v));
    return words
        + " --schedule "
        + run.schedule()
        + " --max-spike "
        + run.maxSpike()
        + " --input-steps "
        + run.inputSteps();
  }

  String backend() {
    return backend;
  }

  Options backendOptions() {
    return Options.of(backendOptions);
  }

  int threads() {
    if (threads != null && (threads < 1 || threads > 1024)) {
      throw new SpikezipException(
          ErrorCode.USAGE, "--threads must be from 1 to 1024, found " + threads);
    }
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
