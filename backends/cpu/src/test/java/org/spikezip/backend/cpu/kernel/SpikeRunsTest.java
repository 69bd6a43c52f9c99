package org.spikezip.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
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
    SpikeRuns runs = new SpikeRuns(0);
    int events = 0;
    for (int row : new int[] {3, 0, 5, 1}) {
      RowSpikes spikes = new RowSpikes(WIDTH);
      for (int j = 0; j < WIDTH; j++) {
        int spike = random.nextInt(-largest, largest + 1);
        if (spike != 0) {
          spikes.add(j, spike);
          expected[row * WIDTH + j] = spike;
        }
      }
      events += spikes.count;
      runs.add(row, spikes);
    }
    assertEquals(events, runs.spikes());
    int[] found = new int[expected.length];
    for (int run = 0; run < runs.count(); run++) {
      check(runs, run);
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        found[runs.row(run) * WIDTH + runs.index()[entry]] += runs.spike(run, entry);
      }
    }
    assertArrayEquals(expected, found);
    runs.clear();
    assertEquals(0, runs.count() + runs.spikes());
  }

  @Test
  void saysWhichRunsContinueASpike() {
    RowSpikes spikes = new RowSpikes(2);
    spikes.add(0, -600);
    spikes.add(1, 3);
    SpikeRuns runs = new SpikeRuns(0);
    runs.add(7, spikes);
    assertEquals(4, runs.count());
    for (int run = 0; run < 4; run++) {
      assertEquals(run < 2, runs.continues(run));
      assertEquals(7, runs.row(run));
    }
    assertEquals(-600, runs.sum(0) + runs.sum(1) + runs.sum(2));
    assertEquals(3, runs.sum(3));
  }

  @Test
  void ternarySpikesMakeTernaryRuns() {
    RowSpikes spikes = new RowSpikes(WIDTH);
    for (int j = 0; j < WIDTH; j++) {
      spikes.add(j, j % 3 == 0 ? -1 : 1);
    }
    SpikeRuns runs = new SpikeRuns(0);
    runs.add(0, spikes);
    assertEquals(2, runs.count());
    for (int run = 0; run < runs.count(); run++) {
      assertTrue(runs.isTernary(run));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 254, 255, 256, 300, 400})
  void spikesSortedBySignGiveTheSameRuns(int positive) {
    RowSpikes spikes = new RowSpikes(WIDTH);
    int[] expected = new int[WIDTH];
    for (int j = 0; j < WIDTH; j++) {
      // A permutation, so that signs alternate.
      expected[j] = j * 7 % WIDTH < positive ? 1 : -1;
      spikes.add(j, expected[j]);
    }
    spikes.sortBySign();
    assertEquals(positive, spikes.firstNegative);
    SpikeRuns runs = new SpikeRuns(0);
    runs.add(0, spikes);
    assertEquals(2, runs.count());
    for (int run = 0; run < runs.count(); run++) {
      assertTrue(runs.isTernary(run));
      check(runs, run);
    }
    int[] found = new int[WIDTH];
    runs.addTo(found, WIDTH);
    assertArrayEquals(expected, found);
    assertEquals(WIDTH, runs.spikes());
  }

  private static void check(SpikeRuns runs, int run) {
    int size = 0;
    int sum = 0;
    for (int entry = runs.start(run); entry < runs.end(run); entry++) {
      int spike = runs.spike(run, entry);
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
