package org.spikezip.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs hold exactly the spikes that were read, within the budget. */
class SpikeRunsTest {
  private static final int ROWS = 6;
  private static final int WIDTH = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 255, 256, 1000})
  void holdsTheSpikesOfEachRow(int largest) {
    SplittableRandom random = new SplittableRandom(largest);
    int[] expected = new int[ROWS * WIDTH];
    SpikeBatch spikes = new SpikeBatch(expected.length);
    for (int row : new int[] {3, 0, 5, 1}) {
      for (int j = 0; j < WIDTH; j++) {
        int spike = random.nextInt(-largest, largest + 1);
        if (spike != 0) {
          spikes.add(row * WIDTH + j, spike);
          expected[row * WIDTH + j] = spike;
        }
      }
    }
    SpikeRuns runs = new SpikeRuns(0);
    runs.read(new SpikeBatch(0), WIDTH);
    assertEquals(0, runs.count());
    runs.read(spikes, WIDTH);
    int[] found = new int[expected.length];
    for (int run = 0; run < runs.count(); run++) {
      check(runs, run);
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        found[runs.row(run) * WIDTH + runs.index()[entry]] += runs.spike(entry);
      }
    }
    assertArrayEquals(expected, found);
    if (largest == 1) {
      for (int run = 0; run < runs.count(); run++) {
        assertTrue(runs.isTernary(run));
      }
    }
  }

  private static void check(SpikeRuns runs, int run) {
    int size = 0;
    int sum = 0;
    for (int entry = runs.start(run); entry < runs.end(run); entry++) {
      int spike = runs.spike(entry);
      size += Math.abs(spike);
      sum += spike;
      if (runs.isTernary(run)) {
        assertEquals(entry < runs.firstNegative(run) ? 1 : -1, spike);
      }
    }
    assertTrue(size > 0 && size <= SpikeRuns.BUDGET, "size " + size);
    assertEquals(sum, runs.sum(run));
  }
}
