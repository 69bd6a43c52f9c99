package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

class WeightGridTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 50;

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 15, 127, 32767})
  void integersAndStepsComeBackBitForBit(int largest) {
    SplittableRandom random = new SplittableRandom(largest);
    float[] weights = new float[ROWS * COLUMNS];
    float[] steps = new float[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      steps[j] = (float) Math.exp(random.nextDouble(-9, 3));
      for (int k = 0; k < ROWS; k++) {
        weights[k * COLUMNS + j] = random.nextInt(-largest, largest + 1) * steps[j];
      }
    }
    IntegerWeights found = WeightGrid.of(Tensor.of(weights, ROWS, COLUMNS)).orElseThrow();
    int[] integers = found.weights().ints();
    float[] scale = found.scale().floats();
    for (int i = 0; i < weights.length; i++) {
      assertEquals(weights[i], integers[i] * scale[i % COLUMNS]);
    }
    assertEquals(largest > 127 ? ElementType.I16 : ElementType.I8, found.weights().type());
  }

  @Test
  void weightsScaledAfterwardsComeBackToTheNextFloat() {
    float[] weights = new float[ROWS];
    for (int k = 0; k < ROWS; k++) {
      weights[k] = (k - 20) * 0.0371f * 0.35355338f;
    }
    IntegerWeights found = WeightGrid.of(Tensor.of(weights, ROWS, 1)).orElseThrow();
    assertEquals(-20, found.weights().ints()[0]);
    assertEquals(ElementType.I8, found.weights().type());
  }

  @Test
  void floatsOfNoStepHaveNoGrid() {
    assertTrue(WeightGrid.of(Fixture.random(3, ROWS, COLUMNS)).isEmpty());
  }

  @Test
  void oneColumnWithoutAStepSpoilsTheMatrix() {
    float[] weights = Fixture.random(3, ROWS, 2).floats();
    for (int k = 0; k < ROWS; k++) {
      weights[2 * k] = k * 0.1f;
    }
    assertTrue(WeightGrid.of(Tensor.of(weights, ROWS, 2)).isEmpty());
  }

  @Test
  void zerosHaveAnyStep() {
    IntegerWeights found = WeightGrid.of(Tensor.of(new float[] {0, -0f}, 2, 1)).orElseThrow();
    assertEquals(1f, found.scale().floats()[0]);
  }
}
