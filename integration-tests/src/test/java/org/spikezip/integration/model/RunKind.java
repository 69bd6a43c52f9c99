package org.spikezip.integration.model;

import java.util.List;
import java.util.stream.Stream;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;

/**
 * A way to run a network to the same end as all others.
 *
 * @param name for test reports
 * @param options until quiet
 */
record RunKind(String name, RunOptions options) {
  /** The ways that every model is proved under. */
  static List<RunKind> all() {
    return Stream.concat(
            Stream.of("synchronous", "wavefront:1", "wavefront:4", "layerwise")
                .map(schedule -> of(schedule, 1)),
            Stream.of(of("synchronous", 4)))
        .toList();
  }

  /** The quickest on a CPU. */
  static RunKind fast() {
    return of("wavefront:1", 16);
  }

  /** The same with spikes so many times larger, such as for networks of 16-bit codes. */
  RunKind times(int factor) {
    return new RunKind(
        name + " ×" + factor, options.withMaxSpike(Math.multiplyExact(options.maxSpike(), factor)));
  }

  private static RunKind of(String schedule, int maxSpike) {
    return new RunKind(
        maxSpike == 1 ? schedule : schedule + " max-spike " + maxSpike,
        RunOptions.DEFAULT.withSchedule(Schedule.parse(schedule)).withMaxSpike(maxSpike));
  }
}
