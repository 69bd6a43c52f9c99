package org.spikezip.cli.verb;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.Schedule;
import org.spikezip.host.schedule.Goal;
import org.spikezip.host.schedule.ScheduleSearch;
import org.spikezip.host.schedule.Trial;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/**
 * What follows --schedule: the name of a schedule, or {@code auto:GOAL}, which measures some on
 * data and takes the best.
 */
final class ScheduleOption {
  private static final String AUTO = "auto";
  private static final String SCHEDULE = "run.schedule";
  private static final String MAX_SPIKE = "run.maxSpike";
  private static final List<String> WORDS =
      Stream.concat(
              Schedule.FORMS.stream().map(form -> form.replaceAll(":.*", "")), Stream.of(AUTO))
          .toList();

  private final Optional<Goal> goal;
  private final Schedule schedule;

  private ScheduleOption(Optional<Goal> goal, Schedule schedule) {
    this.goal = goal;
    this.schedule = schedule;
  }

  /**
   * Reads it.
   *
   * @throws SpikezipException USAGE if there is no such schedule or goal, with the nearest one
   */
  static ScheduleOption parse(String text) {
    if (text.equals(AUTO)) {
      return new ScheduleOption(Optional.of(Goal.PRODUCT), Schedule.SYNCHRONOUS);
    }
    if (text.startsWith(AUTO + ":")) {
      Goal goal = Goal.parse(text.substring(AUTO.length() + 1));
      return new ScheduleOption(Optional.of(goal), Schedule.SYNCHRONOUS);
    }
    try {
      return new ScheduleOption(Optional.empty(), Schedule.parse(text));
    } catch (SpikezipException e) {
      String word = text.replaceAll("[:@].*", "").toLowerCase(Locale.ROOT);
      Optional<String> nearest =
          WORDS.contains(word) ? Optional.empty() : Suggestion.nearest(word, WORDS);
      throw nearest
          .map(
              n -> new SpikezipException(e.code(), e.getMessage(), "did you mean " + form(n) + "?"))
          .orElse(e);
    }
  }

  private static String form(String word) {
    return Schedule.FORMS.stream().filter(f -> f.startsWith(word)).findFirst().orElse(word);
  }

  /** What a network was compiled to run with; the paper's way if that was left open. */
  static RunOptions of(Graph graph) {
    Map<String, String> metadata = graph.metadata();
    return RunOptions.DEFAULT
        .withSchedule(
            Optional.ofNullable(metadata.get(SCHEDULE))
                .map(Schedule::parse)
                .orElse(Schedule.SYNCHRONOUS))
        .withMaxSpike(
            Optional.ofNullable(metadata.get(MAX_SPIKE)).map(Integer::parseInt).orElse(1));
  }

  /** What {@link #of} reads. */
  static Map<String, String> metadata(RunOptions options) {
    return Map.of(
        SCHEDULE, options.schedule().toString(), MAX_SPIKE, Integer.toString(options.maxSpike()));
  }

  boolean isAuto() {
    return goal.isPresent();
  }

  /** The options with the schedule that was named. */
  RunOptions schedule(RunOptions options) {
    return options.withSchedule(schedule);
  }

  /**
   * The options with the schedule that is best on data.
   *
   * @param options the largest spike
   * @param note hears what was chosen
   */
  RunOptions measured(
      RunOptions options,
      Executable executable,
      Samples samples,
      Progress progress,
      Consumer<String> note) {
    Goal wanted = goal.orElseThrow();
    Trial best =
        ScheduleSearch.of(executable, samples, options, ScheduleSearch.candidates(), progress)
            .best(wanted);
    note.accept(
        String.format(
            Locale.ROOT,
            "schedule of least %s: %s --max-spike %d (%d steps, %.3f spikes a neuron)",
            wanted,
            best.schedule(),
            options.maxSpike(),
            best.steps(),
            best.spikesPerNeuron()));
    return options.withSchedule(best.schedule());
  }
}
