package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.ir.Tensor;

/** A stream gives the answers and codes of runs from rest, and spends spikes on changes only. */
class CpuStreamTest {
  @ParameterizedTest
  @ValueSource(strings = {"synchronous", "wavefront:1", "layerwise"})
  void endsWhereARunFromRestEnds(String schedule) {
    RunOptions options =
        RunOptions.DEFAULT
            .withSchedule(Schedule.parse(schedule))
            .withMaxSpike(3)
            .keepingCodes(true);
    for (long seed = 0; seed < 40; seed++) {
      RandomNetwork network = RandomNetwork.of(seed, RandomNetwork.Size.SMALL);
      try (Executable executable =
              new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps());
          Executable stream = executable.stream()) {
        for (int[] draw : new int[][] {{3, 1}, {3, 2}, {4, 2}, {3, 3}, {3, 4}}) {
          Map<String, Tensor> inputs = network.inputs(1, draw[0], draw[1]);
          RunResult expected = executable.run(inputs, options, RunListener.NONE);
          RunResult found = stream.run(inputs, options, RunListener.NONE);
          String what = "seed " + seed + " " + List.of(draw[0], draw[1]);
          assertEquals(expected.codes(), found.codes(), what);
          assertEquals(expected.outputs(), found.outputs(), what);
          assertTrue(found.activity().quiet(), what);
          RunResult again = stream.run(inputs, options, RunListener.NONE);
          assertEquals(0, again.activity().spikes(), what);
          assertEquals(expected.outputs(), again.outputs(), what);
        }
      }
    }
  }

  @Test
  void carriesOnFromARunThatWasCutShort() {
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true);
    RandomNetwork network = RandomNetwork.of(5, RandomNetwork.Size.SMALL);
    try (Executable executable =
            new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps());
        Executable stream = executable.stream()) {
      Map<String, Tensor> inputs = network.inputs(1, 3, 1);
      stream.run(inputs, options.withSteps(1), RunListener.NONE);
      assertEquals(
          executable.run(inputs, options, RunListener.NONE).codes(),
          stream.run(inputs, options, RunListener.NONE).codes());
    }
  }

  @Test
  void aFailedRunLeavesNoState() {
    RandomNetwork network = RandomNetwork.of(5, RandomNetwork.Size.SMALL);
    RunListener failing =
        new RunListener() {
          @Override
          public boolean stepDone(int step, long spikes) {
            throw new UnsupportedOperationException("enough");
          }
        };
    Map<String, Tensor> inputs = new LinkedHashMap<>(network.inputs(1, 3, 1));
    try (Executable executable =
            new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps());
        Executable stream = executable.stream()) {
      assertThrows(
          UnsupportedOperationException.class,
          () -> stream.run(inputs, RunOptions.DEFAULT, failing));
      assertEquals(
          executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).activity(),
          stream.run(inputs, RunOptions.DEFAULT, RunListener.NONE).activity());
    }
  }

  @Test
  void aClosedStreamRefuses() {
    RandomNetwork network = RandomNetwork.of(5, RandomNetwork.Size.SMALL);
    Map<String, Tensor> inputs = network.inputs(1, 3, 1);
    try (Executable executable =
        new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps())) {
      Executable stream = executable.stream();
      stream.close();
      assertThrows(
          IllegalStateException.class,
          () -> stream.run(inputs, RunOptions.DEFAULT, RunListener.NONE));
    }
  }
}
