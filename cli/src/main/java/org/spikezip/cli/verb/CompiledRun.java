package org.spikezip.cli.verb;

import java.util.Map;
import java.util.Optional;
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

/** How a network shall run where nothing else is said, written into it when it is compiled. */
final class CompiledRun {
  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "How it runs unless told otherwise; auto:GOAL measures on the data.")
  private String schedule;

  @Option(
      names = "--max-spike",
      paramLabel = "M",
      description = "The largest spike unless told otherwise; default 1.")
  private Integer maxSpike;

  /**
   * Finds mistakes before the work.
   *
   * @throws SpikezipException USAGE
   */
  void check(Optional<Samples> samples) {
    options();
    if (schedule != null && ScheduleOption.parse(schedule).isAuto() && samples.isEmpty()) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--schedule " + schedule + " measures schedules on data, and there is none",
          "give --inputs, --text or --images, or --calibrate random:N");
    }
  }

  private RunOptions options() {
    return maxSpike == null ? RunOptions.DEFAULT : RunOptions.DEFAULT.withMaxSpike(maxSpike);
  }

  /**
   * What the network shall remember.
   *
   * @param backend what {@code auto} measures on
   * @param note hears what {@code auto} chose
   */
  Map<String, String> metadata(
      Spikezip spikezip,
      Graph graph,
      String backend,
      Optional<Samples> samples,
      Progress progress,
      Consumer<String> note) {
    if (schedule == null && maxSpike == null) {
      return Map.of();
    }
    RunOptions options = options();
    if (schedule == null) {
      return ScheduleOption.metadata(options);
    }
    ScheduleOption named = ScheduleOption.parse(schedule);
    if (!named.isAuto()) {
      return ScheduleOption.metadata(named.schedule(options));
    }
    try (Executable executable = spikezip.load(graph, backend, Options.NONE)) {
      return ScheduleOption.metadata(
          named.measured(options, executable, samples.orElseThrow(), progress, note));
    }
  }
}
