package org.spikezip.host.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.Schedule;

/**
 * What each of some schedules takes on the first samples of some data.
 *
 * @param trials one a schedule
 */
public record ScheduleSearch(List<Trial> trials) {
  /** As many samples are run, if there are. */
  private static final int SAMPLES = 4;

  private static final double[] INTERVALS = {0.1, 0.25, 0.5, 1, 2, 3, 4, 6};

  public ScheduleSearch {
    trials = List.copyOf(trials);
  }

  /** Schedules of every kind. */
  public static List<Schedule> candidates() {
    List<Schedule> all = new ArrayList<>();
    all.add(Schedule.SYNCHRONOUS);
    for (double interval : INTERVALS) {
      all.add(new Schedule.Wavefront(interval));
      all.add(new Schedule.Deadline(interval, Schedule.Deadline.USUAL_URGENCY));
    }
    all.add(new Schedule.Layerwise());
    return List.copyOf(all);
  }

  /**
   * Runs each schedule to rest.
   *
   * @param options the largest spike and the way the input comes; the schedule is replaced
   */
  public static ScheduleSearch of(
      Executable executable,
      Samples samples,
      RunOptions options,
      List<Schedule> schedules,
      Progress progress) {
    List<Trial> trials = new ArrayList<>();
    for (Schedule schedule : schedules) {
      trials.add(trial(executable, samples, options.withSchedule(schedule)));
      progress.advance("choose a schedule", trials.size(), schedules.size());
    }
    return new ScheduleSearch(trials);
  }

  /** Twice, since the first run of a schedule also warms up; the shorter time counts. */
  private static Trial trial(Executable executable, Samples samples, RunOptions options) {
    Activity all = Activity.NONE;
    double[] seconds = new double[2];
    int count = Math.min(SAMPLES, samples.size());
    for (int i = 0; i < count; i++) {
      for (int repeat = 0; repeat < seconds.length; repeat++) {
        long start = System.nanoTime();
        Activity one = executable.run(samples.get(i), options, RunListener.NONE).activity();
        seconds[repeat] += (System.nanoTime() - start) * 1e-9;
        all = repeat == 0 ? all.plus(one) : all;
      }
    }
    return new Trial(
        options.schedule(),
        all.steps(),
        (double) all.spikes() / Math.max(1, all.neurons()),
        all.synapticOperations(),
        Math.min(seconds[0], seconds[1]));
  }

  /** The best for a goal; of equals the one that was tried first. */
  public Trial best(Goal goal) {
    return trials.stream()
        .min(Comparator.comparingDouble(goal::cost))
        .orElseThrow(() -> new IllegalStateException("no schedule was tried"));
  }
}
