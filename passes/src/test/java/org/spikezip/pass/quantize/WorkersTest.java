package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyIndexIsDoneOnce(boolean parallel) {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    AtomicInteger calls = new AtomicInteger();
    AtomicLong most = new AtomicLong();
    Workers.forEach(
        100,
        parallel,
        i -> {
          seen.add(i);
          calls.incrementAndGet();
        },
        done -> most.accumulateAndGet(done, Math::max));
    assertEquals(100, seen.size());
    assertEquals(100, calls.get());
    assertEquals(100, most.get());
  }

  @Test
  void aFailureEndsTheWork() {
    AtomicInteger calls = new AtomicInteger();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Workers.forEach(
                    1_000_000,
                    true,
                    i -> {
                      calls.incrementAndGet();
                      if (i == 10) {
                        throw new IllegalArgumentException("ten");
                      }
                    },
                    done -> {}));
    assertEquals("ten", e.getMessage());
    assertTrue(calls.get() < 1_000_000);
  }
}
