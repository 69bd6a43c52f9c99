package org.spikezip.host.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.api.Schedule;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class ScheduleSearchTest {
  private static final Schedule FEW_STEPS = Schedule.SYNCHRONOUS;
  private static final Schedule FEW_SPIKES = new Schedule.Layerwise();
  private static final Schedule BALANCED = Schedule.parse("deadline:3");

  /** A network whose cost is known. */
  private static final class Known implements Executable {
    private int runs;
    private int largestSpike;

    @Override
    public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
      runs++;
      largestSpike = Math.max(largestSpike, options.maxSpike());
      Activity activity =
          options.schedule().equals(FEW_STEPS)
              ? new Activity(10, true, 1, 50, 5000, 0)
              : options.schedule().equals(FEW_SPIKES)
                  ? new Activity(900, true, 1, 5, 500, 0)
                  : new Activity(20, true, 1, 8, 800, 0);
      return new RunResult(Map.of(), activity, List.of(), Map.of());
    }

    @Override
    public boolean isThreadSafe() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void findsTheBestForEachGoal() {
    Known network = new Known();
    Samples samples = Samples.of("test", List.of(Map.of(), Map.of()));
    ScheduleSearch search =
        ScheduleSearch.of(
            network,
            samples,
            RunOptions.DEFAULT.withMaxSpike(7),
            List.of(FEW_STEPS, FEW_SPIKES, BALANCED),
            Progress.NONE);
    assertEquals(FEW_STEPS, search.best(Goal.STEPS).schedule());
    assertEquals(FEW_SPIKES, search.best(Goal.SYNOPS).schedule());
    assertEquals(BALANCED, search.best(Goal.PRODUCT).schedule());
    assertEquals(3 * 2 * 2, network.runs, "every sample twice under every schedule");
    assertEquals(7, network.largestSpike);
    assertEquals(10_000, search.trials().get(0).synapticOperations(), "of both samples");
    assertEquals(10, search.trials().get(0).steps());
  }

  @Test
  void timeIsTheShorterOfTwoRuns() {
    ScheduleSearch search =
        new ScheduleSearch(
            List.of(new Trial(FEW_STEPS, 1, 1, 1, 2), new Trial(FEW_SPIKES, 9, 9, 9, 1)));
    assertEquals(FEW_SPIKES, search.best(Goal.TIME).schedule());
  }

  @Test
  void everyKindOfScheduleIsTried() {
    List<String> names = ScheduleSearch.candidates().stream().map(Object::toString).toList();
    assertTrue(names.containsAll(List.of("synchronous", "wavefront:1", "deadline:3", "layerwise")));
    assertEquals(names.size(), names.stream().distinct().count());
  }

  @Test
  void goalsHaveNames() {
    assertEquals(Goal.SYNOPS, Goal.parse("synops"));
    SpikezipException e = assertThrows(SpikezipException.class, () -> Goal.parse("speed"));
    assertTrue(e.getMessage().contains("steps, synops, time, product"), e.getMessage());
  }
}
