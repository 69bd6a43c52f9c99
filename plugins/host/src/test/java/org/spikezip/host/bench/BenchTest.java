package org.spikezip.host.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Activity;
import org.spikezip.api.Progress;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class BenchTest {
  private static final List<Map<String, Tensor>> SAMPLES = List.of(Map.of(), Map.of());
  private static final Activity ONE = new Activity(3, true, 10, 5, 100, 1);

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  private Contender contender(String name) {
    return new Contender(
        name,
        1,
        sample -> {
          calls.add(name);
          return ONE;
        });
  }

  @Test
  void contendersTakeTurns() {
    List<Measurement> found =
        new Bench(2, 1, 100).run(List.of(contender("a"), contender("b")), SAMPLES, Progress.NONE);
    assertEquals(List.of("a", "a", "b", "b", "a", "a", "b", "b", "a", "a", "b", "b"), calls);
    assertEquals(2, found.get(0).rounds());
    assertEquals("b", found.get(1).name());
    assertEquals(10, found.get(0).activity().spikes(), "of one round");
  }

  @Test
  void whoTookTooLongMakesOneRoundOnly() {
    List<Measurement> found =
        new Bench(50, 50, 1e-9).run(List.of(contender("slow")), SAMPLES, Progress.NONE);
    assertEquals(1, found.get(0).rounds());
    assertEquals(4, calls.size(), "one pass to warm up, one that is measured");
  }

  @Test
  void threadsWorkAtOnce() {
    CountDownLatch both = new CountDownLatch(2);
    Contender contender =
        new Contender(
            "two",
            2,
            sample -> {
              both.countDown();
              try {
                assertTrue(both.await(20, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return ONE;
            });
    assertEquals(1, new Bench(1, 0, 1).run(List.of(contender), SAMPLES, Progress.NONE).size());
  }

  @Test
  void allocationIsCounted() {
    Contender contender =
        new Contender(
            "allocates", 1, sample -> new Activity(new byte[1 << 20].length, true, 0, 0, 0, 0));
    Measurement found = new Bench(3, 0, 1).run(List.of(contender), SAMPLES, Progress.NONE).get(0);
    assertTrue(found.allocatedBytes() >= 1 << 20, () -> "" + found.allocatedBytes());
    assertTrue(found.allocatedBytes() < 2 << 20, () -> "" + found.allocatedBytes());
  }

  @Test
  void failuresNameContenderAndSample() {
    Contender broken =
        new Contender(
            "broken",
            1,
            sample -> {
              throw new SpikezipException(ErrorCode.MALFORMED, "no");
            });
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> new Bench(1, 0, 1).run(List.of(broken), SAMPLES, Progress.NONE));
    assertTrue(e.getMessage().contains("broken: sample 0"), e.getMessage());
    assertEquals(ErrorCode.MALFORMED, e.code());
  }

  @Test
  void refusesNonsense() {
    assertThrows(SpikezipException.class, () -> new Bench(0, 0, 1));
    assertThrows(SpikezipException.class, () -> new Bench(1, -1, 1));
    assertThrows(SpikezipException.class, () -> new Bench(1, 0, 0));
  }

  @Test
  void percentilesAndRates() {
    Measurement m = new Measurement("m", 1, 2, List.of(0.5, 0.1, 0.3), ONE.plus(ONE), 0);
    assertEquals(0.3, m.median());
    assertEquals(0.1, m.percentile(0));
    assertEquals(0.2, m.percentile(25), 1e-12);
    assertEquals(0.5, m.percentile(100));
    assertEquals(10 / 0.6, m.spikesPerSecond(), 1e-9);
    assertEquals(200 / 0.6, m.synapticOperationsPerSecond(), 1e-9);
  }
}
