package org.spikezip.cli.verb;

import java.util.Map;
import java.util.TreeMap;
import org.spikezip.api.Options;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Option;

/** How a network runs, and where. */
final class RunningOptions {
  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "synchronous",
      description = {
        "synchronous (the paper's, default), wavefront:N or layerwise.",
        "All end in the same state; fast: wavefront:1 --max-spike 16."
      })
  private String schedule;

  @Option(
      names = "--max-spike",
      paramLabel = "M",
      defaultValue = "1",
      description = "How far a neuron may move in one step; default ${DEFAULT-VALUE}.")
  private int maxSpike;

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

  /** Until quiet. */
  RunOptions run() {
    return RunOptions.DEFAULT
        .withSchedule(Schedule.parse(schedule))
        .withMaxSpike(maxSpike)
        .withInputSteps(inputSteps);
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
