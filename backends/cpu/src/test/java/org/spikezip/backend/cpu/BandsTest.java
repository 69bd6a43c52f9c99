package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.Tensor;

/** Bands are all rows of a layer, in order, none in two matrices; and thresholds stay with rows. */
class BandsTest {
  @ParameterizedTest
  @CsvSource({"12, 25, 32, 12", "2, 197, 64, 26", "3, 2, 700, 6", "1, 5, 5000, 5", "4, 1, 1, 4"})
  void coverTheLayer(int matrices, int rows, int width, int count) {
    Bands bands = Bands.of(new int[] {matrices, rows, width});
    assertEquals(count, bands.count());
    int next = 0;
    for (int band = 0; band < count; band++) {
      assertEquals(next, bands.firstRow(band));
      assertEquals(next * width, bands.start(band));
      next += bands.rows(band);
      assertEquals(bands.firstRow(band) / rows, (next - 1) / rows);
      assertEquals(bands.rows(band) * width, bands.neurons(band));
      assertTrue(bands.neurons(band) <= Math.max(1024, width));
    }
    assertEquals(matrices * rows, next);
  }

  @Test
  void rowsTellTheirBand() {
    Bands bands = Bands.of(new int[] {2, 3, 400});
    RowQueue queue = new RowQueue(bands.count());
    bands.ofRows().mark(4, queue);
    bands.ofRows().mark(5, queue);
    assertEquals(4, bands.count());
    assertArrayEquals(new int[] {3}, IntStream.range(0, queue.size()).map(queue::get).toArray());
  }

  @Test
  void layersWithoutNeuronsHaveNone() {
    assertEquals(0, Bands.of(new int[] {2, 0, 5}).count());
    assertEquals(0, Bands.of(new int[] {2, 5, 0}).count());
    assertEquals(1, Bands.of(new int[0]).count());
  }

  @Test
  void bandsThatAreAlikeShareThresholds() {
    int[] dims = {2, 3, 2};
    Tensor theta = Tensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2);
    Tensor zero = Tensor.of(new int[] {0});
    Tensor codes = Tensor.of(new int[] {5, 6, 7}, 3, 1);
    NeuronParameters parameters = NeuronParameters.of(dims, theta, zero, codes, codes);
    assertArrayEquals(
        new float[] {1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4}, parameters.thresholds().theta());
    assertArrayEquals(
        new float[] {5, 5, 6, 6, 7, 7, 5, 5, 6, 6, 7, 7}, parameters.thresholds().max());
    assertArrayEquals(new int[] {5, 5, 6, 6, 7, 7, 5, 5, 6, 6, 7, 7}, parameters.rest());
    assertEquals(6, parameters.offset(1));
    NeuronParameters same = NeuronParameters.of(dims, Tensor.scalar(1f), zero, codes, codes);
    assertEquals(0, same.offset(1));
    assertEquals(6, same.thresholds().theta().length);
  }
}
