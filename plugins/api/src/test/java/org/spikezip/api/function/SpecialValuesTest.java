package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.spikezip.api.function.UnaryFunction.*;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits, NaN, signed zeros, rows and names of the unary functions. */
final class SpecialValuesTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  /** Each function at -Inf, -0, +0, +Inf. */
  static Stream<Arguments> atLimits() {
    return Stream.of(
        arguments(NEG, INF, 0f, -0f, -INF),
        arguments(ABS, INF, 0f, 0f, INF),
        arguments(EXP, 0f, 1f, 1f, INF),
        arguments(LOG, NAN, -INF, -INF, INF),
        arguments(SQRT, NAN, -0f, 0f, INF),
        arguments(RSQRT, NAN, -INF, INF, 0f),
        arguments(RECIPROCAL, -0f, -INF, INF, 0f),
        arguments(RELU, 0f, -0f, 0f, INF),
        arguments(SIGMOID, 0f, 0.5f, 0.5f, 1f),
        arguments(TANH, -1f, -0f, 0f, 1f),
        arguments(ERF, -1f, -0f, 0f, 1f),
        arguments(GELU, NAN, -0f, 0f, INF),
        arguments(GELU_TANH, NAN, -0f, 0f, INF),
        arguments(SILU, NAN, -0f, 0f, INF),
        arguments(SIN, NAN, -0f, 0f, NAN),
        arguments(COS, NAN, 1f, 1f, NAN),
        arguments(FLOOR, -INF, -0f, 0f, INF),
        arguments(CEIL, -INF, -0f, 0f, INF),
        arguments(ROUND, -INF, -0f, 0f, INF),
        arguments(SIGN, -1f, -0f, 0f, 1f),
        arguments(SOFTPLUS, 0f, 0.6931472f, 0.6931472f, INF));
  }

  @ParameterizedTest
  @MethodSource("atLimits")
  void limits(UnaryFunction f, float atMinusInf, float atMinusZero, float atZero, float atInf) {
    assertEquals(atMinusInf, f.apply(-INF));
    assertEquals(atMinusZero, f.apply(-0f));
    assertEquals(atZero, f.apply(0f));
    assertEquals(atInf, f.apply(INF));
  }

  @Test
  void limitsCoverEveryFunction() {
    assertEquals(Arrays.asList(UnaryFunction.values()), atLimits().map(a -> a.get()[0]).toList());
  }

  @ParameterizedTest
  @EnumSource
  void nanGivesNan(UnaryFunction f) {
    assertEquals(NAN, f.apply(NAN));
    assertEquals(NAN, f.apply(Float.intBitsToFloat(0xffc12345)));
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreElementsOneByOne(UnaryFunction f) {
    float[] in = {9f, 9f, -2.5f, -0.3f, 0f, 0.7f, 1.5f, 100f};
    float[] out = new float[9];
    f.apply(in, 2, out, 1, 6);
    for (int i = 0; i < 6; i++) {
      assertEquals(f.apply(in[i + 2]), out[i + 1]);
    }
    assertEquals(0f, out[0]);
    assertEquals(0f, out[7]);
  }

  @ParameterizedTest
  @EnumSource(names = {"TANH", "ERF", "SIN"})
  void oddFunctionsAreOddInEveryBit(UnaryFunction f) {
    for (long bits = 0; bits <= 0x7f800000L; bits += 9973) {
      float x = Float.intBitsToFloat((int) bits);
      assertEquals(f.apply(x), -f.apply(-x));
    }
  }

  @ParameterizedTest
  @EnumSource
  void symbolsName(UnaryFunction f) {
    assertEquals(f, UnaryFunction.bySymbol(f.symbol()).orElseThrow());
    assertEquals(f.name(), f.symbol().toUpperCase(Locale.ROOT));
  }

  @Test
  void unknownSymbolsNameNothing() {
    assertTrue(UnaryFunction.bySymbol("GELU").isEmpty());
    assertEquals("gelu_tanh", GELU_TANH.symbol());
  }

  @Test
  void roundsTiesToEven() {
    assertEquals(2f, ROUND.apply(2.5f));
    assertEquals(-2f, ROUND.apply(-1.5f));
    assertEquals(-0f, CEIL.apply(-0.5f));
  }

  @Test
  void saturatesExactly() {
    assertEquals(1f, Tanh.tanh(9.1f));
    assertEquals(-1f, Erf.erf(-4f));
    assertEquals(-0f, Gelu.gelu(-6f));
    assertEquals(0f, Sigmoid.sigmoid(-89f));
    assertEquals(-0f, Silu.silu(-89f));
    assertEquals(NAN, Sin.sin(Math.nextUp(SinCos.MAX_INPUT)));
  }
}
