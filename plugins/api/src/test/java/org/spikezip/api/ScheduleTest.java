package org.spikezip.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class ScheduleTest {
  private static final int LATE = 1000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "synchronous",
        "layerwise",
        "wavefront:1",
        "wavefront:0.25",
        "deadline:3",
        "deadline:2.5:0.35",
        "deadline:0.25:8"
      })
  void isWrittenAsItIsRead(String text) {
    assertEquals(text, Schedule.parse(text).toString());
  }

  /** What backends and the proof of termination rely on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "synchronous",
        "layerwise",
        "wavefront:3",
        "wavefront:0.3",
        "deadline:3",
        "deadline:0.4:7",
        "deadline:1000:1000000"
      })
  void opensWithTimeFromTheShallowest(String text) {
    Schedule schedule = Schedule.parse(text);
    for (int maxSpike : new int[] {1, 16}) {
      for (int depth = 1; depth < 40; depth++) {
        for (int time = 1; time < 200; time++) {
          int least = schedule.leastDistance(depth, time, maxSpike);
          assertTrue(least >= 1);
          assertTrue(least >= schedule.leastDistance(depth, time + 1, maxSpike));
          assertTrue(least <= schedule.leastDistance(depth + 1, time, maxSpike));
        }
      }
      assertEquals(1, schedule.leastDistance(1, LATE, maxSpike));
    }
  }

  @Test
  void wavefrontOpensADepthAnInterval() {
    assertEquals(List.of(1, 4, 7), opening("wavefront:3", 3));
    assertEquals(List.of(1, 1, 2, 2, 3), opening("wavefront:0.5", 5));
  }

  /** The first step at which each depth may fire. */
  private static List<Integer> opening(String text, int depths) {
    Schedule schedule = Schedule.parse(text);
    return IntStream.rangeClosed(1, depths)
        .map(
            depth ->
                IntStream.iterate(1, t -> t + 1)
                    .filter(t -> schedule.leastDistance(depth, t, 1) == 1)
                    .findFirst()
                    .orElseThrow())
        .boxed()
        .toList();
  }

  @Test
  void nearNeuronsWaitForTheirDeadline() {
    Schedule schedule = Schedule.parse("deadline:5");
    assertEquals(
        List.of(5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1),
        IntStream.rangeClosed(1, 11).map(t -> schedule.leastDistance(2, t, 1)).boxed().toList());
    assertEquals(1 + 8 * 4, schedule.leastDistance(2, 6, 16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sinchronous",
        "synchronous:1",
        "wavefront",
        "wavefront:",
        "wavefront:0",
        "wavefront:-1",
        "wavefront:1e3",
        "wavefront:99999999",
        "deadline:0",
        "deadline:3:0",
        "deadline:3:1:1",
        "layerwise:"
      })
  void otherTextsAreRefused(String text) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> Schedule.parse(text));
    assertEquals(ErrorCode.USAGE, e.code());
  }
}
