package org.spikezip.backend.cuda.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.emulation.HostLaunch;

/**
 * Tiles of products give the sums of single rows and columns, at any size, and leave other rows
 * alone.
 */
final class ProductTilesTest {
  private static final int TICK = 7;
  private static final int SAMPLES = 2;
  private static final float UNTOUCHED = 77f;

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"5,3,16,1", "260,257,80,33", "140,129,16,130", "9,9,83,20", "4,0,32,8"})
  void synapse(int rows, int listed, int k, int n) {
    byte[] codes = codes(rows * k);
    byte[] weights = codes(n * k);
    float[] scale = floats(n);
    float[] bias = floats(n);
    int[] list = random.ints(0, rows).distinct().limit(listed).toArray();
    float[] expected = new float[rows * n];
    Arrays.fill(expected, UNTOUCHED);
    for (int row : list) {
      for (int column = 0; column < n; column++) {
        int sum = 0;
        for (int i = 0; i < k; i++) {
          sum += codes[row * k + i] * weights[column * k + i];
        }
        expected[row * n + column] = (float) sum * scale[column] + bias[column];
      }
    }
    try (HostLaunch launch = new HostLaunch("synapse_tiles")) {
      launch.with(codes).with(weights).with(scale).with(bias).with(k).with(n);
      launch.with(
          Argument.Struct.of(
              HostLaunch.pointer(launch.memory(list)),
              HostLaunch.pointer(launch.memory(list.length))));
      Memory out = untouched(launch, rows * n);
      launch.with(Argument.Pointer.NULL).with(HostLaunch.pointer(out)).run(3, 256, 49152);
      HostLaunch.assertSameBits(expected, out.getFloatArray(0, rows * n), "synapse");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bilinear_tiles,256,36864,130,64,129",
    "bilinear_tiles,256,36864,33,16,9",
    "bilinear_tiles,256,36864,129,197,64",
    "bilinear_tiles,256,36864,17,5,66",
    "bilinear_tiles_small,32,12288,24,32,24",
    "bilinear_tiles_small,32,12288,33,67,33"
  })
  void bilinear(String kernel, int threads, int shared, int m, int k, int n) {
    Pairing pairing = new Pairing(List.of(2, 0, 1), List.of(1, 1, 0), 3, 2, m, k, n);
    byte[] left = codes(SAMPLES * 3 * m * k);
    byte[] right = codes(SAMPLES * 2 * k * n);
    for (int stride = 0; stride < 2; stride++) {
      float[] scale = floats(n + 3 * m);
      int[] base = random.ints(3L * m, 0, 3 * m).toArray();
      int[] stamps = random.ints(SAMPLES * 3L * m, TICK - 1, TICK + 1).toArray();
      Arrays.fill(stamps, m, 5 * m, TICK - 1);
      float[] expected = pairing.product(left, right, scale, base, stride, stamps);
      try (HostLaunch launch = new HostLaunch(kernel)) {
        launch.with(new int[] {TICK, 1, 1, 1, 0, 0, 1, 1, 1, 0}).with(left).with(right);
        Memory out = untouched(launch, expected.length);
        launch.with(pairing.argument(launch));
        launch.with(scale(launch, scale, base, stride));
        launch.with(result(launch, out, stamps, n));
        launch.run(5, threads, shared);
        HostLaunch.assertSameBits(expected, out.getFloatArray(0, expected.length), kernel);
      }
    }
  }

  @Test
  void sumsKeepAllTheirBits() {
    int k = 1 << 13;
    byte[] codes = new byte[k];
    Arrays.fill(codes, (byte) -128);
    codes[k - 1] = -127;
    try (HostLaunch launch = new HostLaunch("synapse_tiles")) {
      launch.with(codes).with(codes).with(new float[] {1f}).with(new float[] {0f}).with(k).with(1);
      launch.with(
          Argument.Struct.of(
              HostLaunch.pointer(launch.memory(0)), HostLaunch.pointer(launch.memory(1))));
      Memory out = launch.with(Argument.Pointer.NULL).output(1);
      launch.run(1, 256, 49152);
      assertEquals((float) ((k - 1) * 16384 + 16129), out.getFloat(0));
    }
  }

  /** Which matrices meet, with three left ones and two right ones in a sample. */
  private record Pairing(
      List<Integer> left,
      List<Integer> right,
      int leftMatrices,
      int rightMatrices,
      int m,
      int k,
      int n) {

    float[] product(byte[] a, byte[] b, float[] scale, int[] base, int stride, int[] stamps) {
      float[] out = new float[SAMPLES * left.size() * m * n];
      for (int row = 0; row < stamps.length; row++) {
        int batch = row / m;
        int sample = batch / left.size();
        int first = ((sample * leftMatrices + left.get(batch % left.size())) * m + row % m) * k;
        int matrix = (sample * rightMatrices + right.get(batch % left.size())) * k * n;
        for (int column = 0; column < n; column++) {
          int sum = 0;
          for (int i = 0; i < k; i++) {
            sum += a[first + i] * b[matrix + i * n + column];
          }
          float factor = scale[base[row % (left.size() * m)] + column * stride];
          out[row * n + column] = stamps[row] == TICK ? (float) sum * factor : UNTOUCHED;
        }
      }
      return out;
    }

    Argument argument(HostLaunch launch) {
      return Argument.Struct.of(
          matrices(launch, left),
          matrices(launch, right),
          new Argument.Int32(left.size()),
          new Argument.Int32(leftMatrices),
          new Argument.Int32(rightMatrices),
          new Argument.Int32(m),
          new Argument.Int32(k),
          new Argument.Int32(n));
    }
  }

  private static Argument matrices(HostLaunch launch, List<Integer> numbers) {
    return HostLaunch.pointer(
        launch.memory(numbers.stream().mapToInt(Integer::intValue).toArray()));
  }

  private static Argument scale(HostLaunch launch, float[] values, int[] base, int stride) {
    Memory memory = launch.words(values.length);
    memory.write(0, values, 0, values.length);
    return Argument.Struct.of(
        HostLaunch.pointer(memory),
        HostLaunch.pointer(launch.memory(base)),
        new Argument.Int32(stride));
  }

  private static Argument result(HostLaunch launch, Memory out, int[] stamps, int n) {
    return Argument.Struct.of(
        HostLaunch.pointer(out),
        HostLaunch.pointer(launch.memory(stamps)),
        HostLaunch.pointer(launch.memory(stamps)),
        new Argument.Int32(stamps.length / SAMPLES),
        new Argument.Int32(stamps.length),
        new Argument.Int32(n),
        new Argument.Int32(0));
  }

  private static Memory untouched(HostLaunch launch, int n) {
    Memory out = launch.words(n);
    float[] values = new float[n];
    Arrays.fill(values, UNTOUCHED);
    out.write(0, values, 0, n);
    return out;
  }

  private byte[] codes(int n) {
    byte[] codes = new byte[n];
    random.nextBytes(codes);
    return codes;
  }

  private float[] floats(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
