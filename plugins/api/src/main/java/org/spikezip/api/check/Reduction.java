package org.spikezip.api.check;

import java.util.stream.Stream;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;

/** A way to make trials smaller. */
interface Reduction {
  /** Trials that are strictly smaller in one sense, the smallest first; made one by one. */
  Stream<Trial> candidates(Trial trial);

  /** The paper's way of running, where another one is not needed. */
  static Reduction ofOptions() {
    return trial -> {
      RunOptions now = trial.options();
      return Stream.of(
              RunOptions.DEFAULT.keepingCodes(now.keepCodes()),
              now.withSchedule(Schedule.SYNCHRONOUS),
              now.withMaxSpike(1),
              now.withInputSteps(1))
          .filter(other -> !other.equals(now))
          .map(trial::withOptions);
    };
  }
}
