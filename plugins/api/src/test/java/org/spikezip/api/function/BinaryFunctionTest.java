package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.api.function.BinaryFunction.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class BinaryFunctionTest {
  @Test
  void floats() {
    assertEquals(3.5f, ADD.apply(1.5f, 2f));
    assertEquals(-0.5f, SUB.apply(1.5f, 2f));
    assertEquals(3f, MUL.apply(1.5f, 2f));
    assertEquals(0.75f, DIV.apply(1.5f, 2f));
    assertEquals(Float.POSITIVE_INFINITY, DIV.apply(1f, 0f));
    assertEquals(2.25f, POW.apply(1.5f, 2f));
    assertEquals(-0f, MIN.apply(0f, -0f));
    assertEquals(0f, MAX.apply(-0f, 0f));
    assertEquals(Float.NaN, MIN.apply(Float.NaN, 1f));
    assertEquals(Float.NaN, MAX.apply(1f, Float.NaN));
  }

  @Test
  void remaindersTakeTheSignOfTheDividendInFloatAndOfTheDivisorInInteger() {
    assertEquals(-1f, MOD.apply(-7f, 3f));
    assertEquals(1f, MOD.apply(7f, -3f));
    assertEquals(2, MOD.apply(-7L, 3L));
    assertEquals(-2, MOD.apply(7L, -3L));
  }

  @Test
  void integers() {
    assertEquals(5, ADD.apply(2L, 3L));
    assertEquals(-1, SUB.apply(2L, 3L));
    assertEquals(6, MUL.apply(2L, 3L));
    assertEquals(-3, DIV.apply(-7L, 2L));
    assertEquals(2, MIN.apply(2L, 3L));
    assertEquals(3, MAX.apply(2L, 3L));
    assertEquals(Long.MIN_VALUE, ADD.apply(Long.MAX_VALUE, 1L));
    assertEquals(Long.MIN_VALUE, DIV.apply(Long.MIN_VALUE, -1L));
  }

  @Test
  void integerPowers() {
    assertEquals(1, POW.apply(0L, 0L));
    assertEquals(-243, POW.apply(-3L, 5L));
    assertEquals(1L << 62, POW.apply(2L, 62L));
    assertEquals(0, POW.apply(2L, 64L));
    assertEquals(0, POW.apply(2L, -1L));
    assertEquals(1, POW.apply(1L, Long.MIN_VALUE));
    assertEquals(-1, POW.apply(-1L, -3L));
    assertEquals(1, POW.apply(-1L, -4L));
  }

  @Test
  void integerDivisionByZeroSaysWhatWasDivided() {
    var e = assertThrows(ArithmeticException.class, () -> DIV.apply(7L, 0L));
    assertEquals("Integer div of 7 by 0: expected a divisor other than 0", e.getMessage());
    assertThrows(ArithmeticException.class, () -> MOD.apply(7L, 0L));
    e = assertThrows(ArithmeticException.class, () -> POW.apply(0L, -2L));
    assertEquals("Integer pow of 0 to -2: expected an exponent of 0 or more", e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void symbolsName(BinaryFunction f) {
    assertEquals(f, BinaryFunction.bySymbol(f.symbol()).orElseThrow());
  }

  @Test
  void unknownSymbolsNameNothing() {
    assertTrue(BinaryFunction.bySymbol("plus").isEmpty());
  }
}
