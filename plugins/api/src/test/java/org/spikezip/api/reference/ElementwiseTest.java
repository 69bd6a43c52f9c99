package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.ints;
import static org.spikezip.api.reference.Evaluate.longs;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.rejects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.api.function.BinaryFunction;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

final class ElementwiseTest {
  private static Tensor binary(BinaryKind kind, Tensor a, Tensor b) {
    return one(new Binary(kind), a, b);
  }

  @ParameterizedTest
  @EnumSource(
      value = UnaryKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOT", "IS_NAN"})
  void floatsHaveEveryFunction(UnaryKind kind) {
    float[] x = Evaluate.random(1, 3, 5).floats();
    float[] expected = new float[x.length];
    UnaryFunction.bySymbol(kind.symbol()).orElseThrow().apply(x, 0, expected, 0, x.length);
    assertEquals(Tensor.of(expected, 3, 5), one(new Unary(kind), Tensor.of(x, 3, 5)));
  }

  @ParameterizedTest
  @EnumSource(
      value = BinaryKind.class,
      names = {"ADD", "SUB", "MUL", "DIV", "POW", "MIN", "MAX", "MOD"})
  void floatsBroadcast(BinaryKind kind) {
    Tensor a = Evaluate.random(1, 2, 1, 3);
    Tensor b = Evaluate.random(2, 4, 1);
    float[] x = a.floats();
    float[] y = b.floats();
    float[] expected = new float[24];
    for (int i = 0; i < 24; i++) {
      expected[i] = BinaryFunction.valueOf(kind.name()).apply(x[i / 12 * 3 + i % 3], y[i / 3 % 4]);
    }
    assertEquals(Tensor.of(expected, 2, 4, 3), binary(kind, a, b));
  }

  @Test
  void integersWrapAtTheirType() {
    Tensor bytes = Tensor.ofLongs(ElementType.U8, new long[] {250, 3, 16}, 3);
    Tensor tens = Tensor.ofLongs(ElementType.U8, new long[] {10, 10, 16}, 3);
    assertEquals(
        Tensor.ofLongs(ElementType.U8, new long[] {4, 13, 32}, 3),
        binary(BinaryKind.ADD, bytes, tens));
    assertEquals(
        Tensor.ofLongs(ElementType.U8, new long[] {196, 30, 0}, 3),
        binary(BinaryKind.MUL, bytes, tens));
    assertEquals(ints(-3, 3), binary(BinaryKind.DIV, ints(-7, 7), ints(2, 2)));
    assertEquals(ints(1, -1), binary(BinaryKind.MOD, ints(-7, 7), ints(2, -2)));
    assertEquals(ints(Integer.MIN_VALUE), binary(BinaryKind.ADD, ints(Integer.MAX_VALUE), ints(1)));
    assertEquals(ints(5, 7, 0), one(new Unary(UnaryKind.ABS), ints(-5, 7, 0)));
    assertEquals(ints(-1, 1, 0), one(new Unary(UnaryKind.SIGN), ints(-5, 7, 0)));
    rejects(ErrorCode.MALFORMED, "by 0", new Binary(BinaryKind.DIV), ints(1), ints(0));
    rejects(ErrorCode.UNSUPPORTED, "exp of i32[1]", new Unary(UnaryKind.EXP), ints(1));
  }

  @Test
  void unsignedNumbersOf64BitsAreNotNegative() {
    Tensor large = Tensor.ofLongs(ElementType.U64, new long[] {-2}, 1);
    Tensor two = Tensor.ofLongs(ElementType.U64, new long[] {2}, 1);
    assertEquals(large, binary(BinaryKind.MAX, large, two));
    assertEquals(two, binary(BinaryKind.MIN, large, two));
    assertEquals(
        Tensor.ofLongs(ElementType.U64, new long[] {Long.MAX_VALUE}, 1),
        binary(BinaryKind.DIV, large, two));
    assertEquals(Tensor.of(new boolean[] {true}, 1), binary(BinaryKind.GREATER, large, two));
    Tensor zero = Tensor.ofLongs(ElementType.U64, new long[] {0}, 1);
    rejects(ErrorCode.MALFORMED, "zero", new Binary(BinaryKind.DIV), large, zero);
  }

  @Test
  void comparisons() {
    Tensor a = floats(1, 2, 3, Float.NaN, -0f);
    Tensor b = floats(2, 2, 2, Float.NaN, 0f);
    assertTruth("01001", binary(BinaryKind.EQUAL, a, b));
    assertTruth("10000", binary(BinaryKind.LESS, a, b));
    assertTruth("11001", binary(BinaryKind.LESS_OR_EQUAL, a, b));
    assertTruth("00100", binary(BinaryKind.GREATER, a, b));
    assertTruth("01101", binary(BinaryKind.GREATER_OR_EQUAL, a, b));
    Tensor x = longs(1, 2, Long.MAX_VALUE);
    Tensor y = longs(2, 2, Long.MAX_VALUE - 1);
    assertTruth("010", binary(BinaryKind.EQUAL, x, y));
    assertTruth("100", binary(BinaryKind.LESS, x, y));
    assertTruth("110", binary(BinaryKind.LESS_OR_EQUAL, x, y));
    assertTruth("001", binary(BinaryKind.GREATER, x, y));
    assertTruth("011", binary(BinaryKind.GREATER_OR_EQUAL, x, y));
    assertTruth("1001", binary(BinaryKind.EQUAL, truth("0011"), truth("0101")));
  }

  @Test
  void logic() {
    assertTruth("0001", binary(BinaryKind.AND, truth("0011"), truth("0101")));
    assertTruth("0111", binary(BinaryKind.OR, truth("0011"), truth("0101")));
    assertTruth("0110", binary(BinaryKind.XOR, truth("0011"), truth("0101")));
    assertTruth("10", one(new Unary(UnaryKind.NOT), truth("01")));
    assertTruth("010", one(new Unary(UnaryKind.IS_NAN), floats(1, Float.NaN, 1 / 0f)));
    rejects(ErrorCode.MALFORMED, "booleans", new Binary(BinaryKind.AND), floats(1), floats(1));
    rejects(ErrorCode.MALFORMED, "numbers", new Binary(BinaryKind.ADD), truth("1"), truth("1"));
  }

  @Test
  void narrowFloatsAreRoundedBack() {
    Cast half = new Cast(ElementType.F16);
    Tensor a = one(half, floats(2048, 1));
    Tensor b = one(half, floats(1, 2));
    assertEquals(one(half, floats(2048, 3)), binary(BinaryKind.ADD, a, b));
    assertEquals(one(half, floats(-2048, -1)), one(new Unary(UnaryKind.NEG), a));
  }

  @Test
  void doublesHaveSimpleFunctions() {
    Cast wide = new Cast(ElementType.F64);
    Tensor third = binary(BinaryKind.DIV, one(wide, floats(1)), one(wide, floats(3)));
    assertEquals(1.0 / 3, third.bytes().getDouble(0));
    assertEquals(Math.sqrt(1.0 / 3), one(new Unary(UnaryKind.SQRT), third).bytes().getDouble(0));
    rejects(ErrorCode.UNSUPPORTED, "exp of f64[1]", new Unary(UnaryKind.EXP), third);
    rejects(ErrorCode.UNSUPPORTED, "pow of f64[1]", new Binary(BinaryKind.POW), third, third);
  }

  @Test
  void operandsMustFit() {
    rejects(
        ErrorCode.MALFORMED, "one element type", new Binary(BinaryKind.ADD), floats(1), ints(1));
    rejects(
        ErrorCode.MALFORMED,
        "[2] and [3] do not broadcast",
        new Binary(BinaryKind.ADD),
        ints(1, 2),
        ints(1, 2, 3));
    Tensor none = Tensor.of(new float[0], 0, 1);
    assertEquals(Tensor.of(new float[0], 0, 2), binary(BinaryKind.ADD, none, floats(1, 2)));
  }

  @Test
  void clipLimits() {
    assertEquals(
        floats(-1, 0.5f, 2, Float.NaN), one(new Clip(-1, 2), floats(-3, 0.5f, 9, Float.NaN)));
    assertEquals(floats(1, 1), one(new Clip(3, 1), floats(0, 5)));
    assertEquals(ints(-1, 0, 2), one(new Clip(-1.5f, 2.5f), ints(-3, 0, 9)));
    Clip open = new Clip(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    assertEquals(longs(Long.MIN_VALUE, 5), one(open, longs(Long.MIN_VALUE, 5)));
  }

  @Test
  void whereChooses() {
    Tensor yes = Tensor.of(new float[] {1, 2}, 2, 1);
    assertEquals(
        Tensor.of(new float[] {1, 20, 2, 20}, 2, 2),
        one(new Where(), truth("10"), yes, floats(10, 20)));
    Tensor words = Tensor.ofLongs(ElementType.I4, new long[] {-8, 7}, 2);
    assertEquals(
        Tensor.ofLongs(ElementType.I4, new long[] {-8, 1}, 2),
        one(new Where(), truth("10"), words, Tensor.ofLongs(ElementType.I4, new long[] {1}, 1)));
    rejects(ErrorCode.MALFORMED, "booleans", new Where(), ints(1), yes, yes);
  }

  @Test
  void triluKeepsATriangle() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(Tensor.of(new int[] {1, 2, 3, 0, 5, 6}, 2, 3), one(new Trilu(true, 0), x));
    assertEquals(Tensor.of(new int[] {1, 0, 0, 4, 5, 0}, 2, 3), one(new Trilu(false, 0), x));
    assertEquals(Tensor.of(new int[] {0, 2, 3, 0, 0, 6}, 2, 3), one(new Trilu(true, 1), x));
    assertEquals(Tensor.of(new int[] {0, 0, 0, 4, 0, 0}, 2, 3), one(new Trilu(false, -1), x));
    Tensor two = Tensor.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
    assertEquals(
        Tensor.of(new int[] {1, 2, 0, 4, 5, 6, 0, 8}, 2, 2, 2), one(new Trilu(true, 0), two));
    rejects(ErrorCode.MALFORMED, "matrix", new Trilu(true, 0), ints(1));
  }

  private static Tensor truth(String digits) {
    boolean[] values = new boolean[digits.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = digits.charAt(i) == '1';
    }
    return Tensor.of(values, values.length);
  }

  private static void assertTruth(String digits, Tensor x) {
    assertEquals(truth(digits), x);
  }
}
