package org.spikezip.backend.cuda.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.emulation.HostLaunch;

/**
 * A synapse with a memory gives the sums of the codes as they are, by way of events or of tiles,
 * row by row.
 */
final class SynapseEventsTest {
  private static final int SAMPLES = 2;
  private static final int ROWS = 23;
  private static final int TOTAL = SAMPLES * ROWS;
  private static final int FEW = 5;
  private static final int STEPS = 4;

  private final Random random = new Random(11);
  private final int[] stamps = new int[TOTAL];
  private int inputs;
  private int columns;
  private byte[] weights;
  private float[] scale;
  private float[] bias;
  private byte[] codes;

  @ParameterizedTest
  @CsvSource({"48,68", "33,7", "64,30", "29,32"})
  void sumsFollowTheCodes(int k, int n) {
    inputs = k;
    columns = n;
    weights = bytes(k * n);
    scale = floats(n);
    bias = floats(n);
    codes = bytes(TOTAL * k);
    try (HostLaunch memory = new HostLaunch("")) {
      State state = new State(memory);
      for (int step = 0; step < STEPS; step++) {
        int[] changes = changeCodes(step);
        int few = state.advance(step);
        assertEquals(IntStream.of(changes).filter(c -> c > 0 && c <= FEW).count(), few);
        HostLaunch.assertSameBits(
            expected(), state.out.getFloatArray(0, TOTAL * columns), "step " + step);
        assertArrayEquals(codes, state.seenCodes.getByteArray(0, TOTAL * inputs));
      }
    }
  }

  /**
   * At step 0 all are new; then a third of the rows stay, a third change in few codes, a third in
   * many.
   */
  private int[] changeCodes(int step) {
    int[] changes = new int[TOTAL];
    for (int row = 0; row < TOTAL; row++) {
      if (step == 0 || (row + step) % 3 == 0) {
        continue;
      }
      int wanted = (row + step) % 3 == 1 ? 1 + random.nextInt(FEW) : FEW + 1 + random.nextInt(20);
      int[] places = random.ints(0, inputs).distinct().limit(wanted).toArray();
      for (int place : places) {
        codes[row * inputs + place] += (byte) (1 + random.nextInt(255));
      }
      changes[row] = wanted;
      stamps[row] = step;
    }
    return changes;
  }

  private float[] expected() {
    float[] out = new float[TOTAL * columns];
    for (int i = 0; i < out.length; i++) {
      int sum = 0;
      for (int p = 0; p < inputs; p++) {
        sum += codes[i / columns * inputs + p] * weights[p * columns + i % columns];
      }
      out[i] = (float) sum * scale[i % columns] + bias[i % columns];
    }
    return out;
  }

  /** What the kernels keep between steps. */
  private final class State {
    final Memory seenCodes;
    final Memory sums;
    final Memory seen;
    final Memory out;
    final Memory outStamps;

    State(HostLaunch memory) {
      seenCodes = memory.words(TOTAL * inputs);
      sums = memory.words(TOTAL * columns);
      out = memory.words(TOTAL * columns);
      outStamps = memory.words(TOTAL);
      int[] nothing = new int[TOTAL];
      Arrays.fill(nothing, -1);
      seen = memory.memory(nothing);
    }

    /** Runs the kernels of a step; returns how many rows were done by events. */
    int advance(int tick) {
      try (HostLaunch lists = new HostLaunch("list_rows_by_density");
          HostLaunch events = new HostLaunch("synapse_events");
          HostLaunch tiles = new HostLaunch("synapse_tiles")) {
        Memory few = lists.memory(0);
        Memory many = lists.memory(0);
        Argument fewRows = list(lists, few);
        Argument manyRows = list(lists, many);
        lists.with(new int[] {tick, tick, 1, 1, 0, 0, 1, 1, 1, 0}).with(new int[40]);
        lists.with(operand(lists)).with(result()).with(memory()).with(FEW);
        lists.with(fewRows).with(manyRows).run(3, 64, 0);
        assertEquals(few.getInt(0) > 0, tick > 0);
        events
            .with(codes)
            .with(weights)
            .with(scale)
            .with(bias)
            .with(inputs)
            .with(columns)
            .with(FEW);
        events.with(fewRows).with(memory()).with(HostLaunch.pointer(out)).run(4, 32, FEW * 8);
        tiles.with(codes).with(transposed()).with(scale).with(bias).with(inputs).with(columns);
        tiles
            .with(manyRows)
            .with(HostLaunch.pointer(sums))
            .with(HostLaunch.pointer(out))
            .run(1, 256, 49152);
        return few.getInt(0);
      }
    }

    private Argument list(HostLaunch launch, Memory count) {
      return Argument.Struct.of(HostLaunch.pointer(launch.words(TOTAL)), HostLaunch.pointer(count));
    }

    private Argument operand(HostLaunch launch) {
      Memory data = launch.words(TOTAL * inputs);
      data.write(0, codes, 0, codes.length);
      return Argument.Struct.of(
          HostLaunch.pointer(data),
          HostLaunch.pointer(launch.memory(stamps)),
          Argument.Pointer.NULL,
          new Int32(ROWS * inputs),
          new Int32(ROWS),
          new Int32(inputs),
          new Int32(inputs),
          new Int32(1));
    }

    private Argument result() {
      return Argument.Struct.of(
          HostLaunch.pointer(out),
          HostLaunch.pointer(outStamps),
          HostLaunch.pointer(seen),
          new Int32(ROWS),
          new Int32(TOTAL),
          new Int32(columns),
          new Int32(0));
    }

    private Argument memory() {
      return Argument.Struct.of(HostLaunch.pointer(seenCodes), HostLaunch.pointer(sums));
    }
  }

  private byte[] transposed() {
    byte[] transposed = new byte[inputs * columns];
    for (int i = 0; i < transposed.length; i++) {
      transposed[i] = weights[i % inputs * columns + i / inputs];
    }
    return transposed;
  }

  private byte[] bytes(int n) {
    byte[] values = new byte[n];
    random.nextBytes(values);
    return values;
  }

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
