package org.spikezip.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.op.Rounding;

/** Vector kernels give the bits of the plain loops, at every odd length. */
class KernelsTest {
  private static final Kernels PLAIN = Kernels.scalar();
  private static final Kernels VECTOR = Kernels.vector();

  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 100, 127, 128, 129, 255, 384, 1021})
  void addsWeightRows(int columns) {
    int rows = 37;
    byte[] weights = new byte[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(8) == 0 ? -128 : random.nextInt(256) - 128);
    }
    for (int largest : new int[] {1, 4, 255, 256, 70000}) {
      SpikeBatch spikes = spikes(rows, 5, largest);
      int[] expected = ints(columns + 6, 1000);
      int[] found = expected.clone();
      PLAIN.addRows(
          expected, 3, PLAIN.arrange(weights, columns), columns, spikes, 5, 2, spikes.count);
      VECTOR.addRows(
          found, 3, VECTOR.arrange(weights, columns), columns, spikes, 5, 2, spikes.count);
      assertArrayEquals(expected, found, "spikes up to " + largest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64, 208})
  void addsRowsOfCodes(int columns) {
    SpikeBatch spikes = spikes(20, 0, 300);
    int[] codes = ints(20 * columns, 255);
    int[] expected = ints(columns + 5, 1000);
    int[] found = expected.clone();
    PLAIN.addCodes(expected, 5, codes, columns, spikes.element, spikes.spike, 1, spikes.count);
    VECTOR.addCodes(found, 5, codes, columns, spikes.element, spikes.spike, 1, spikes.count);
    assertArrayEquals(expected, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 24, 33, 1021})
  void scalesSums(int n) {
    int[] sums = ints(n + 2, Integer.MAX_VALUE);
    float[] scale = floats(n, 1e-3f);
    float[] bias = floats(n, 10);
    float[] expected = new float[n + 1];
    float[] found = new float[n + 1];
    PLAIN.affine(sums, 2, scale, bias, expected, 1, n);
    VECTOR.affine(sums, 2, scale, bias, found, 1, n);
    assertArrayEquals(expected, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 24, 33, 1021})
  void fires(int n) {
    for (Rounding rounding : Rounding.values()) {
      for (int maxSpike : new int[] {1, 3, 1000}) {
        for (int reach : new int[] {20, 1 << 22}) {
          firesAlike(n, rounding, maxSpike, reach);
        }
      }
    }
  }

  private void firesAlike(int n, Rounding rounding, int maxSpike, int reach) {
    float[] potential = floats(n + 4, 30);
    for (float odd :
        new float[] {
          Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 3e38f, 0.5f, 1.5f, -2.5f
        }) {
      potential[4 + random.nextInt(n)] = odd;
    }
    float[] theta = floats(n, 0.4f);
    for (int i = 0; i < n; i++) {
      theta[i] = random.nextBoolean() ? 1f : 0.5f + theta[i];
    }
    int[] min = ints(n, reach);
    int[] max = new int[n];
    Arrays.setAll(max, i -> min[i] + random.nextInt(reach));
    Thresholds thresholds = new Thresholds(theta, min, max);
    int[] tracer = new int[n + 4];
    Arrays.setAll(
        tracer, i -> i < 4 ? 7 : min[i - 4] + random.nextInt(max[i - 4] - min[i - 4] + 1));
    int[] expected = tracer.clone();
    int[] found = tracer.clone();
    SpikeBatch expectedSpikes = new SpikeBatch(n);
    SpikeBatch foundSpikes = new SpikeBatch(n);
    boolean expectedEnd =
        PLAIN.fire(rounding, potential, expected, 4, n, thresholds, 0, maxSpike, expectedSpikes);
    boolean foundEnd =
        VECTOR.fire(rounding, potential, found, 4, n, thresholds, 0, maxSpike, foundSpikes);
    assertEquals(expectedEnd, foundEnd);
    assertArrayEquals(expected, found);
    assertEquals(expectedSpikes.count, foundSpikes.count);
    for (int i = 0; i < expectedSpikes.count; i++) {
      assertEquals(expectedSpikes.element[i], foundSpikes.element[i]);
      assertEquals(expectedSpikes.spike[i], foundSpikes.spike[i]);
    }
  }

  private SpikeBatch spikes(int rows, int first, int largest) {
    SpikeBatch spikes = new SpikeBatch(rows);
    for (int row = 0; row < rows; row++) {
      if (random.nextInt(3) > 0) {
        int size = 1 + random.nextInt(largest);
        spikes.add(first + row, random.nextBoolean() ? size : -size);
      }
    }
    return spikes;
  }

  private int[] ints(int n, int size) {
    int[] values = new int[n];
    Arrays.setAll(values, i -> random.nextInt(-size, size));
    return values;
  }

  private float[] floats(int n, float size) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = size * (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}
