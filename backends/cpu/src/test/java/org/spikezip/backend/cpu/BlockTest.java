package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.ir.Tensor;

/** Many steps at once give what one after the other does, wherever a run ends. */
class BlockTest {
  private static final List<Schedule> SCHEDULES =
      List.of(Schedule.SYNCHRONOUS, new Schedule.Wavefront(2), new Schedule.Deadline(2, 0.5));

  /** A listener makes a run go step by step. */
  private static final class Listening implements RunListener {}

  @ParameterizedTest
  @ValueSource(longs = {3, 8, 21})
  void blocksChangeNothing(long seed) {
    RandomNetwork network = RandomNetwork.of(seed, RandomNetwork.Size.SMALL);
    try (CpuExecutable executable =
        new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps())) {
      for (Schedule schedule : SCHEDULES) {
        for (int steps : new int[] {0, 1, 2, 7, 15, 16, 17, 33}) {
          RunOptions options =
              RunOptions.DEFAULT
                  .withSchedule(schedule)
                  .withSteps(steps)
                  .withInputSteps(1 + steps % 3)
                  .keepingCodes(true);
          Map<String, Tensor> inputs = network.inputs(1, 5, steps);
          RunResult stepByStep = executable.run(inputs, options, new Listening());
          RunResult atOnce = executable.run(inputs, options, RunListener.NONE);
          assertEquals(stepByStep.activity(), atOnce.activity(), options.toString());
          assertEquals(stepByStep.codes(), atOnce.codes(), options.toString());
          assertEquals(stepByStep.outputs(), atOnce.outputs(), options.toString());
        }
      }
    }
  }

  /** A run that ends within a block of steps leaves a state that a stream goes on from. */
  @Test
  void aStreamGoesOnFromWithinABlock() {
    RandomNetwork network = RandomNetwork.of(5, RandomNetwork.Size.SMALL);
    RunOptions options = RunOptions.DEFAULT.withSteps(5).keepingCodes(true);
    try (CpuExecutable executable =
            new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps());
        CpuStream stepByStep = new CpuStream(executable);
        CpuStream atOnce = new CpuStream(executable)) {
      long spikes = 0;
      for (int run = 0; run < 6; run++) {
        Map<String, Tensor> inputs = network.inputs(1, 5, run / 2);
        RunResult expected = stepByStep.run(inputs, options, new Listening());
        RunResult found = atOnce.run(inputs, options, RunListener.NONE);
        assertEquals(expected.activity(), found.activity(), "run " + run);
        assertEquals(expected.codes(), found.codes(), "run " + run);
        spikes += found.activity().spikes();
      }
      assertTrue(spikes > 0);
    }
  }
}
