package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.ir.ElementType;

class WeightRoundingTest {
  @ParameterizedTest
  @EnumSource(WeightFormat.class)
  void everyWeightIsNearItsInteger(WeightFormat format) {
    double[] weights = new Random(3).doubles(60, -0.1, 0.1).toArray();
    double[] importance = new double[20];
    Arrays.fill(importance, 1);
    IntegerWeights rounded = WeightRounding.nearest(weights, importance, 3, format);
    assertEquals(format.type(), rounded.weights().type());
    assertArrayEquals(new int[] {20, 3}, rounded.weights().dims());
    long[] integers = rounded.weights().longs();
    float[] scale = rounded.scale().floats();
    for (int i = 0; i < weights.length; i++) {
      assertTrue(Math.abs(integers[i]) <= format.largest());
      double near = format == WeightFormat.INT4 ? 0.1 / 7 : 0.05 * 0.1;
      assertEquals(weights[i], integers[i] * (double) scale[i % 3], near);
    }
  }

  @Test
  void aLargeWeightThatHardlyCountsIsClipped() {
    double[] weights = new Random(4).doubles(64, -0.0499, 0.0499).toArray();
    weights[7] = 0.06;
    double[] importance = new double[64];
    Arrays.fill(importance, 1);
    importance[7] = 1e-9;
    IntegerWeights rounded = WeightRounding.nearest(weights, importance, 1, WeightFormat.INT8);
    assertEquals(127, rounded.weights().longs()[7]);
    assertTrue(rounded.scale().floats()[0] < 0.06f / 127);
  }

  @Test
  void aColumnOfZerosIsAColumnOfZeros() {
    IntegerWeights rounded =
        WeightRounding.nearest(new double[4], new double[] {1, 1}, 2, WeightFormat.INT8);
    assertEquals(ElementType.I8, rounded.weights().type());
    assertArrayEquals(new long[4], rounded.weights().longs());
    assertArrayEquals(new float[] {1, 1}, rounded.scale().floats());
  }
}
