package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
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

/** Threads that share a run do all of it, once, and change nothing about it. */
class CrewTest {
  @Test
  void everyPartIsDoneOnce() {
    try (Crew crew = new Crew(3, 10)) {
      for (int round = 1; round <= 200; round++) {
        AtomicIntegerArray done = new AtomicIntegerArray(3);
        crew.share(
            10,
            (part, parts) -> {
              assertEquals(3, parts);
              done.incrementAndGet(part);
            });
        assertEquals("[1, 1, 1]", done.toString());
      }
      crew.share(9, (part, parts) -> assertEquals(1, parts));
    }
  }

  @Test
  void servesOneRunAtATime() {
    try (Crew crew = new Crew(2, 0)) {
      assertTrue(crew.take());
      assertFalse(crew.take());
      crew.release();
      assertTrue(crew.take());
    }
    assertFalse(Crew.ALONE.take());
  }

  @Test
  void aPartThatFailsFailsTheWhole() {
    try (Crew crew = new Crew(2, 0)) {
      for (int bad = 0; bad < 2; bad++) {
        int failing = bad;
        assertThrows(
            IllegalArgumentException.class,
            () ->
                crew.share(
                    1,
                    (part, parts) -> {
                      if (part == failing) {
                        throw new IllegalArgumentException("part " + part);
                      }
                    }));
      }
      crew.share(1, (part, parts) -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void runsAreTheSame(int threads) {
    for (long seed = 0; seed < 12; seed++) {
      RandomNetwork network = RandomNetwork.of(seed, RandomNetwork.Size.SMALL);
      Map<String, Tensor> inputs = network.inputs(2, 5, 1);
      RunOptions options =
          RunOptions.DEFAULT
              .withSchedule(seed % 2 == 0 ? Schedule.SYNCHRONOUS : Schedule.parse("wavefront:1"))
              .withMaxSpike(1 + (int) (seed % 3))
              .keepingCodes(true);
      try (CpuExecutable alone =
              new CpuExecutable(network.graph(), Kernels.best(), new KitHostOps());
          CpuExecutable shared =
              new CpuExecutable(
                  network.graph(), Kernels.best(), new KitHostOps(), new Crew(threads, 0))) {
        RunResult expected = alone.run(inputs, options, RunListener.NONE);
        RunResult found = shared.run(inputs, options, RunListener.NONE);
        assertEquals(expected.activity(), found.activity(), "seed " + seed);
        assertEquals(expected.codes(), found.codes(), "seed " + seed);
        assertEquals(expected.outputs(), found.outputs(), "seed " + seed);
      }
    }
  }
}
