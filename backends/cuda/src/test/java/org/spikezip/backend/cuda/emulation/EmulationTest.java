package org.spikezip.backend.cuda.emulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Barriers and functions of warps behave on the host as on a device, in any order of threads. */
final class EmulationTest {
  private static final EmulatedLibrary LIBRARY = Emulation.kernels();

  @AfterEach
  void restoreOrder() {
    LIBRARY.emulated_order(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void barriersInLoops(int seed) {
    LIBRARY.emulated_order(seed);
    int threads = 200;
    int rounds = 7;
    try (Memory in = ints(IntStream.range(0, threads).toArray());
        Memory out = ints(new int[threads])) {
      launch("probe_barriers", threads, threads * Integer.BYTES, in, rounds, out);
      assertArrayEquals(
          IntStream.range(0, threads).map(t -> (t + rounds) % threads).toArray(),
          out.getIntArray(0, threads));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void halvesOfWarps(int seed) {
    LIBRARY.emulated_order(seed);
    int[] values = new Random(seed).ints(96, -9, 10).toArray();
    try (Memory in = ints(values);
        Memory sums = ints(new int[96]);
        Memory ballots = ints(new int[96])) {
      launch("probe_half_warps", 96, 0, in, sums, ballots);
      for (int t = 0; t < 96; t++) {
        int half = t / 16 * 16;
        int warp = t / 32 * 32;
        int ballot = IntStream.range(0, 32).map(l -> values[warp + l] > 0 ? 1 << l : 0).sum();
        assertEquals(
            IntStream.range(half, half + 16).map(i -> values[i]).sum(), sums.getInt(4L * t));
        assertEquals(ballot, ballots.getInt(4L * t));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void aKernelThatHangsIsAnError(int seed) {
    LIBRARY.emulated_order(seed);
    try (Memory out = ints(new int[64])) {
      assertEquals(3, launchCode("probe_stuck", 64, 0, out));
      assertTrue(
          LIBRARY.emulated_error().contains("32 of 64 live threads wait"), LIBRARY::emulated_error);
    }
    barriersInLoops(seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 33, 64})
  void threadsThatEndEarly(int live) {
    try (Memory out = ints(new int[64])) {
      launch("probe_early_end", 64, 0, live, out);
      for (int t = 0; t < live; t++) {
        int ofWarp = Math.min(32, live - t / 32 * 32);
        assertEquals(live + 1000 * ofWarp, out.getInt(4L * t));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_such_kernel"})
  void whatIsNotThere(String kernel) {
    assertEquals(1, launchCode(kernel, 32, 0));
    assertEquals(-1, LIBRARY.emulated_parameters(kernel, new int[4], 4));
    assertEquals(2, launchCode("probe_barriers", 1025, 0));
  }

  private static void launch(String kernel, int threads, int shared, Object... arguments) {
    assertEquals(0, launchCode(kernel, threads, shared, arguments), LIBRARY::emulated_error);
  }

  private static int launchCode(String kernel, int threads, int shared, Object... arguments) {
    try (Memory values = new Memory(16L * Math.max(1, arguments.length))) {
      for (int i = 0; i < arguments.length; i++) {
        values.setPointer(8L * i, values.share(8L * (arguments.length + i)));
        long value =
            arguments[i] instanceof Memory memory
                ? Pointer.nativeValue(memory)
                : (Integer) arguments[i];
        values.setLong(8L * (arguments.length + i), value);
      }
      return LIBRARY.emulated_launch(kernel, 1, 1, 1, threads, 1, 1, shared, values);
    }
  }

  private static Memory ints(int[] values) {
    Memory memory = new Memory(4L * values.length);
    memory.write(0, values, 0, values.length);
    return memory;
  }
}
