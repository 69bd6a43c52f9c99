package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.ir.op.Rounding;

final class CodesTest {
  @Test
  void tiesGoToEven() {
    int[] expected = {-4, -2, -2, 0, 0, 2, 2, 4};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], Codes.halfEven((i - 3.5f) * 0.25f, 0.25f, -9, 9));
    }
  }

  @Test
  void tiesGoUp() {
    int[] expected = {-3, -2, -1, 0, 1, 2, 3, 4};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], Codes.halfUp((i - 3.5f) * 0.25f, 0.25f, -9, 9));
    }
  }

  @Test
  void everyCodeOfEverySmallRange() {
    for (int min = -6; min <= 6; min++) {
      for (int max = min; max <= 6; max++) {
        for (int eighths = -80; eighths <= 80; eighths++) {
          BigDecimal quotient = BigDecimal.valueOf(eighths / 8.0);
          int even = quotient.setScale(0, RoundingMode.HALF_EVEN).intValueExact();
          BigDecimal raised = quotient.add(BigDecimal.valueOf(0.5));
          int up = raised.setScale(0, RoundingMode.FLOOR).intValueExact();
          float x = eighths / 8f * 0.375f;
          assertEquals(Math.max(min, Math.min(max, even)), Codes.halfEven(x, 0.375f, min, max));
          assertEquals(Math.max(min, Math.min(max, up)), Codes.halfUp(x, 0.375f, min, max));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void extremes(Rounding rounding) {
    assertEquals(0, Codes.code(rounding, Float.NaN, 1f, -4, 4));
    assertEquals(2, Codes.code(rounding, Float.NaN, 1f, 2, 4));
    assertEquals(-1, Codes.code(rounding, Float.NaN, 1f, -4, -1));
    assertEquals(4, Codes.code(rounding, Float.POSITIVE_INFINITY, 1f, -4, 4));
    assertEquals(-4, Codes.code(rounding, Float.NEGATIVE_INFINITY, 1f, -4, 4));
    assertEquals(127, Codes.code(rounding, 3e38f, 1e-20f, -128, 127));
    assertEquals(-128, Codes.code(rounding, -1e30f, 1f, -128, 127));
    int least = Integer.MIN_VALUE;
    assertEquals(Integer.MAX_VALUE, Codes.code(rounding, 1e10f, 1f, least, Integer.MAX_VALUE));
  }

  @Test
  void halfUpAddsInFloat() {
    // The largest float below 0.5: the sum with 0.5 rounds to 1.
    assertEquals(1, Codes.halfUp(Math.nextDown(0.5f), 1f, -4, 4));
    assertEquals(0, Codes.halfEven(Math.nextDown(0.5f), 1f, -4, 4));
  }

  @Test
  void theQuotientIsAFloat() {
    // 0.3 / 0.2 in float is a tie, though the doubles of these floats divide to slightly more.
    assertEquals(2, Codes.halfEven(0.3f, 0.2f, -4, 4));
    assertEquals(0.3f / 0.2f, 1.5f);
  }
}
