package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PowTest {
  @ParameterizedTest
  @ValueSource(
      floats = {-9f, -3.7f, -2f, -1f, -0.25f, 0.1f, 0.25f, 0.7f, 1f, 1.5f, 2f, 4f, 8f, 25f})
  void isWithinHalfAnUlp(float y) {
    double bound = Math.pow(1e37, 1 / Math.max(1, Math.abs(y)));
    Sweep.assertWithinUlps(
        0.501, x -> Pow.pow(x, y), x -> Math.pow(x, y), (float) (1 / bound), (float) bound);
  }

  @Test
  void exponentsThatModelsUseAreWrittenOut() {
    for (float x = -3f; x < 3f; x += 0.37f) {
      assertEquals(x * x, Pow.pow(x, 2f));
      assertEquals((x * x) * x, Pow.pow(x, 3f));
      assertEquals(Sqrt.sqrt(x), Pow.pow(x, 0.5f));
      assertEquals(1f / Sqrt.sqrt(x), Pow.pow(x, -0.5f));
      assertEquals(1f / x, Pow.pow(x, -1f));
      assertEquals(x, Pow.pow(x, 1f));
    }
  }

  @Test
  void specialCasesAreThoseOfC() {
    float inf = Float.POSITIVE_INFINITY;
    float[] values = {
      -inf, -1e30f, -17f, -2f, -1f, -0.75f, -1e-30f, -0f, 0f, 1e-30f, 0.75f, 1f, 2f, 17f, 1e30f, inf
    };
    float[] exponents = {
      -inf, -1e30f, -33f, -10f, -2.5f, -1f, -0f, 0f, 0.25f, 1f, 4f, 9f, 10f, 33f, 16777215f, 1e30f
    };
    for (float x : values) {
      for (float y : exponents) {
        // Java differs from C in one point only: 1 and -1 to the power of an infinity or of NaN.
        boolean one = Math.abs(x) == 1f && Float.isInfinite(y);
        float expected = one ? 1f : (float) Math.pow(x, y);
        assertEquals(expected, Pow.pow(x, y), x + " ^ " + y);
      }
    }
    assertEquals(1f, Pow.pow(-1f, inf));
    assertEquals(0f, Pow.pow(0.5f, inf));
  }

  @Test
  void nan() {
    assertEquals(1f, Pow.pow(Float.NaN, 0f));
    assertEquals(1f, Pow.pow(1f, Float.NaN));
    assertEquals(Float.NaN, Pow.pow(Float.NaN, 1.5f));
    assertEquals(Float.NaN, Pow.pow(Float.NaN, 4f));
    assertEquals(Float.NaN, Pow.pow(2f, Float.NaN));
    assertEquals(Float.NaN, Pow.pow(-2f, 0.3f));
  }

  @Test
  void overflowAndUnderflow() {
    assertEquals(Float.POSITIVE_INFINITY, Pow.pow(1e30f, 1.5f));
    assertEquals(0f, Pow.pow(1e-30f, 1.7f));
    assertEquals(Float.NEGATIVE_INFINITY, Pow.pow(-1e30f, 9f));
    assertEquals(1e-42f, Pow.pow(1e-28f, 1.5f));
  }
}
