package org.spikezip.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.op.Rounding;

/** Vector kernels give the bits of the plain loops, at every odd length. */
class KernelsTest {
  private static final Kernels PLAIN = Kernels.scalar();
  private static final Kernels VECTOR = Kernels.vector();

  private final SplittableRandom random = new SplittableRandom(11);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 63, 64, 65, 100, 127, 128, 129, 384, 1021})
  void addsWeightRows(int columns) {
    int inputs = 37;
    int stride = Kernels.padded(columns, Kernels.PADDING);
    byte[] weights = new byte[inputs * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (random.nextInt(8) == 0 ? -128 : random.nextInt(256) - 128);
    }
    for (int largest : new int[] {1, 4, 255, 256, 70000}) {
      SpikeRuns runs = runs(5, inputs, largest);
      int[] expected = ints(5 * stride, 1000);
      int[] found = expected.clone();
      PLAIN.addRows(expected, stride, PLAIN.arrange(weights, columns), inputs, runs, 0, stride);
      VECTOR.addRows(found, stride, VECTOR.arrange(weights, columns), inputs, runs, 0, stride);
      for (int row = 0; row < 5; row++) {
        int from = row * stride;
        assertArrayEquals(
            Arrays.copyOfRange(expected, from, from + columns),
            Arrays.copyOfRange(found, from, from + columns),
            "spikes up to " + largest);
      }
    }
  }

  @Test
  void addsOnlyTheColumnsAskedFor() {
    byte[] weights = new byte[3 * 192];
    Arrays.fill(weights, (byte) 7);
    SpikeRuns runs = new SpikeRuns(2);
    RowSpikes spikes = new RowSpikes(3);
    spikes.add(1, 1);
    runs.add(0, spikes);
    spikes.clear();
    spikes.add(2, -2);
    runs.add(1, spikes);
    for (Kernels kernels : List.of(PLAIN, VECTOR)) {
      int[] sums = new int[2 * 192];
      kernels.addRows(sums, 192, kernels.arrange(weights, 192), 3, runs, 64, 128);
      for (int j = 0; j < 192; j++) {
        boolean inside = j >= 64 && j < 128;
        assertEquals(inside ? 7 : 0, sums[j]);
        assertEquals(inside ? -14 : 0, sums[192 + j]);
      }
    }
  }

  @Test
  void addsWiderWeights() {
    int inputs = 11;
    int stride = 192;
    SpikeRuns runs = runs(4, inputs, 300);
    int[] wide = ints(inputs * stride, 1 << 30);
    short[] medium = new short[wide.length];
    for (int i = 0; i < wide.length; i++) {
      medium[i] = (short) wide[i];
    }
    int[] expected = ints(4 * stride, 1000);
    int[] found = expected.clone();
    PLAIN.addRows(expected, stride, medium, runs, 64, stride);
    VECTOR.addRows(found, stride, medium, runs, 64, stride);
    assertArrayEquals(expected, found);
    long[] expectedLongs = new long[4 * stride];
    long[] foundLongs = new long[4 * stride];
    PLAIN.addRows(expectedLongs, stride, wide, runs, 0, 128);
    VECTOR.addRows(foundLongs, stride, wide, runs, 0, 128);
    assertArrayEquals(expectedLongs, foundLongs);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 48, 64, 208})
  void addsRowsOfCodes(int stride) {
    SpikeRuns runs = runs(1, 20, 200);
    int[] codes = ints(21 * stride, 255);
    int[] expected = ints(stride + 5, 1000);
    int[] found = expected.clone();
    for (int run = 0; run < runs.count(); run++) {
      PLAIN.addCodes(expected, 5, codes, stride, stride, runs, run);
      VECTOR.addCodes(found, 5, codes, stride, stride, runs, run);
    }
    assertArrayEquals(expected, found);
  }

  @ParameterizedTest
  @CsvSource({"1,1,16", "2,3,32", "5,7,48", "26,32,32", "3,26,16", "4,9,80"})
  void multipliesCodes(int rows, int depth, int stride) {
    int[] left = ints(2 + rows * depth, 255);
    int[] right = ints(3 + depth * stride, 255);
    int[] expected = ints(4 + rows * stride, 1000);
    int[] found = expected.clone();
    PLAIN.multiply(expected, 4, rows, left, 2, depth, right, 3, stride);
    VECTOR.multiply(found, 4, rows, left, 2, depth, right, 3, stride);
    assertArrayEquals(expected, found);
    long first = 0;
    for (int k = 0; k < depth; k++) {
      first += (long) left[2 + k] * right[3 + k * stride];
    }
    assertEquals(first, found[4]);
  }

  @ParameterizedTest
  @CsvSource({"1,1,16", "2,3,32", "5,7,48", "26,32,32", "3,26,16", "4,9,80"})
  void multipliesWideCodes(int rows, int depth, int stride) {
    int[] left = ints(2 + rows * depth, 1 << 20);
    int[] right = ints(3 + depth * stride, 1 << 20);
    long[] expected = random.longs(4 + rows * stride).toArray();
    long[] found = expected.clone();
    PLAIN.multiply(expected, 4, rows, left, 2, depth, right, 3, stride);
    VECTOR.multiply(found, 4, rows, left, 2, depth, right, 3, stride);
    assertArrayEquals(expected, found);
    long last = 0;
    for (int k = 0; k < depth; k++) {
      last += (long) left[left.length - depth + k] * right[3 + k * stride + stride - 1];
    }
    assertEquals(last, found[found.length - 1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 100})
  void hashesSpikes(int count) {
    RowSpikes spikes = new RowSpikes(count);
    for (int i = 0; i < count; i++) {
      spikes.add(random.nextInt(1 << 20), random.nextInt(-70000, 70000));
    }
    long layer = random.nextLong();
    long expected = 0;
    for (int i = 0; i < count; i++) {
      expected += SpikeTrainHash.event(layer, 1 << 30 | spikes.index[i], spikes.spike[i]);
    }
    assertEquals(expected, PLAIN.hash(layer, 1 << 30, spikes));
    assertEquals(expected, VECTOR.hash(layer, 1 << 30, spikes));
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
    PLAIN.scale(sums, 2, scale, 0, expected, 1, n);
    VECTOR.scale(sums, 2, scale, 0, found, 1, n);
    assertArrayEquals(expected, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 16, 24, 33, 1021})
  void advancesListedNeurons(int n) {
    for (int maxSpike : new int[] {1, 3, 1000}) {
      for (int least : new int[] {1, 2, 9, Integer.MAX_VALUE}) {
        RowSpikes moves = new RowSpikes(n);
        for (int i = 0; i < n; i++) {
          moves.add(3 * i, random.nextBoolean() ? 1 + random.nextInt(5) : -1 - random.nextInt(20));
        }
        Unsettled expected = new Unsettled();
        Unsettled found = new Unsettled();
        expected.add(7, moves);
        found.add(7, moves);
        for (int step = 0; step < 3; step++) {
          advancesAlike(expected, found, maxSpike, least);
        }
      }
    }
  }

  private static void advancesAlike(Unsettled expected, Unsettled found, int maxSpike, int least) {
    expected.farthest = 0;
    found.farthest = 0;
    int chunk = 64;
    for (int from = 0; from < expected.count; from += chunk) {
      int to = Math.min(from + chunk, expected.count);
      RowSpikes expectedMoves = new RowSpikes(chunk);
      RowSpikes foundMoves = new RowSpikes(chunk);
      PLAIN.advance(expected, from, to, maxSpike, least, expectedMoves);
      VECTOR.advance(found, from, to, maxSpike, least, foundMoves);
      assertSame(expectedMoves, foundMoves);
    }
    expected.keepLeft();
    found.keepLeft();
    assertEquals(expected.farthest, found.farthest);
    assertEquals(expected.count, found.count);
    assertArrayEquals(
        Arrays.copyOf(expected.element, expected.count),
        Arrays.copyOf(found.element, expected.count));
    assertArrayEquals(
        Arrays.copyOf(expected.distance, expected.count),
        Arrays.copyOf(found.distance, expected.count));
    assertEquals(
        expected.farthest,
        Arrays.stream(expected.distance, 0, expected.count).map(Math::abs).max().orElse(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 24, 33, 1021})
  void tellsWhichCodesDiffer(int n) {
    int[] before = ints(n + 3, 4);
    int[] codes = ints(n + 3, 4);
    RowSpikes expected = new RowSpikes(n);
    RowSpikes found = new RowSpikes(n);
    PLAIN.difference(codes, before, 3, n, expected);
    VECTOR.difference(codes, before, 3, n, found);
    assertSame(expected, found);
    for (int i = 0; i < expected.count; i++) {
      before[3 + expected.index[i]] += expected.spike[i];
    }
    assertArrayEquals(Arrays.copyOfRange(codes, 3, n + 3), Arrays.copyOfRange(before, 3, n + 3));
  }

  private static void assertSame(RowSpikes expected, RowSpikes found) {
    int count = expected.count;
    assertEquals(count, found.count);
    assertArrayEquals(Arrays.copyOf(expected.index, count), Arrays.copyOf(found.index, count));
    assertArrayEquals(Arrays.copyOf(expected.spike, count), Arrays.copyOf(found.spike, count));
    assertEquals(expected.firstNegative, found.firstNegative);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 24, 33, 1021})
  void fires(int n) {
    for (Rounding rounding : Rounding.values()) {
      for (int maxSpike : new int[] {1, 3, 1000}) {
        for (int least : new int[] {1, 2, 9, Integer.MAX_VALUE}) {
          firesAlike(n, rounding, maxSpike, least, 20);
          firesAlike(n, rounding, maxSpike, least, 1 << 22);
        }
      }
    }
  }

  private void firesAlike(int n, Rounding rounding, int maxSpike, int least, int reach) {
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
    RowSpikes expectedSpikes = new RowSpikes(n);
    RowSpikes foundSpikes = new RowSpikes(n);
    int expectedLeft =
        PLAIN.fire(
            rounding, potential, expected, 4, n, thresholds, 0, maxSpike, least, expectedSpikes);
    int foundLeft =
        VECTOR.fire(rounding, potential, found, 4, n, thresholds, 0, maxSpike, least, foundSpikes);
    assertEquals(expectedLeft, foundLeft);
    assertEquals(farthest(rounding, potential, expected, thresholds), expectedLeft);
    assertArrayEquals(expected, found);
    assertSame(expectedSpikes, foundSpikes);
  }

  private static int farthest(
      Rounding rounding, float[] potential, int[] tracer, Thresholds thresholds) {
    return IntStream.range(4, tracer.length)
        .map(i -> Math.abs(thresholds.code(rounding, potential[i], i - 4) - tracer[i]))
        .max()
        .orElse(0);
  }

  private SpikeRuns runs(int rows, int width, int largest) {
    SpikeRuns runs = new SpikeRuns(1);
    RowSpikes spikes = new RowSpikes(width);
    for (int row = 0; row < rows; row++) {
      spikes.clear();
      for (int j = 0; j < width; j++) {
        if (random.nextInt(3) > 0) {
          int size = 1 + random.nextInt(largest);
          spikes.add(j, random.nextBoolean() ? size : -size);
        }
      }
      runs.add(row, spikes);
    }
    return runs;
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
