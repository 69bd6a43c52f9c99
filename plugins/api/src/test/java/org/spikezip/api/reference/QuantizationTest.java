package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.ints;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.rejects;

import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

final class QuantizationTest {
  private static final Tensor HALF = Tensor.scalar(0.5f);

  private static Tensor of(ElementType type, long... values) {
    return Tensor.ofLongs(type, values, values.length);
  }

  private static Tensor number(ElementType type, long value) {
    return Tensor.ofLongs(type, new long[] {value});
  }

  @Test
  void tiesRoundAsTheSourceSays() {
    Tensor x = floats(0.25f, 0.75f, -0.25f, -0.75f, 0.26f);
    Tensor min = Tensor.of(new int[] {-9});
    Tensor max = Tensor.of(new int[] {9});
    assertEquals(
        ints(0, 2, 0, -2, 1), one(new Quantizer(Rounding.HALF_EVEN, -9, 9), x, HALF, min, max));
    assertEquals(
        ints(1, 2, 0, -1, 1), one(new Quantizer(Rounding.HALF_UP, -9, 9), x, HALF, min, max));
  }

  @Test
  void codesAreClippedByChannel() {
    Tensor x = Tensor.of(new float[] {9, -9, 9, -9, Float.NaN, Float.NaN}, 3, 2);
    Tensor threshold = floats(1, 2);
    Tensor min = ints(-2, 1);
    Tensor max = ints(3, 4);
    Tensor expected = Tensor.of(new int[] {3, 1, 3, 1, 0, 1}, 3, 2);
    assertEquals(expected, one(new Quantizer(Rounding.HALF_EVEN, -2, 4), x, threshold, min, max));
    Tensor resting = ints(1, 1);
    assertEquals(
        expected, one(new Neuron(Rounding.HALF_EVEN, -2, 4, 1), x, threshold, min, max, resting));
  }

  @Test
  void oneScaleServesTheTensorWhateverItsShapeAndThatOfTheZeroPoint() {
    Tensor codes = of(ElementType.U8, 3, 5);
    Tensor scale = Tensor.of(new float[] {0.5f}, 1);
    Tensor zeroPoint = number(ElementType.U8, 3);
    assertEquals(floats(0, 1), one(new DequantizeLinear(1, 0), codes, scale, zeroPoint));
  }

  @Test
  void infinityIsTheLastCode() {
    Tensor x = floats(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e38f);
    Tensor min = ints(-128);
    Tensor max = ints(127);
    assertEquals(
        ints(127, -128, 127), one(new Quantizer(Rounding.HALF_UP, -128, 127), x, HALF, min, max));
  }

  @Test
  void decodeMultipliesByTheThreshold() {
    Tensor codes = Tensor.of(new int[] {1, -2, 3, 0}, 2, 2);
    assertEquals(
        Tensor.of(new float[] {0.5f, -4, 1.5f, 0}, 2, 2),
        one(new Decode(), codes, floats(0.5f, 2)));
  }

  @Test
  void parametersMustMakeSense() {
    Quantizer op = new Quantizer(Rounding.HALF_EVEN, 0, 1);
    Tensor x = floats(1, 2);
    rejects(ErrorCode.MALFORMED, "threshold 0.0", op, x, floats(0), ints(0), ints(1));
    rejects(ErrorCode.MALFORMED, "codes 1..0", op, x, floats(1), ints(1), ints(0));
    rejects(ErrorCode.MALFORMED, "broadcast", op, x, floats(1, 1, 1), ints(0), ints(1));
    rejects(ErrorCode.MALFORMED, "takes 4 to 5 inputs, found 2", op, x, floats(1));
  }

  @Test
  void quantizeLinearRoundsAddsAndSaturates() {
    Tensor x = floats(0, 1, 2, 3, 1000, -1000, Float.NaN);
    Tensor scale = Tensor.scalar(2f);
    assertEquals(
        of(ElementType.U8, 128, 128, 129, 130, 255, 0, 128),
        one(new QuantizeLinear(1, 0, ElementType.U8), x, scale, number(ElementType.U8, 128)));
    assertEquals(
        of(ElementType.I8, 0, 0, 1, 2, 127, -128, 0),
        one(new QuantizeLinear(1, 0, ElementType.I8), x, scale));
    assertEquals(
        of(ElementType.I4, -1, -1, 0, 1, 7, -8, -1),
        one(new QuantizeLinear(1, 0, ElementType.I4), x, scale, number(ElementType.I4, -1)));
    assertEquals(
        of(ElementType.U4, 1, 1, 2, 3, 15, 0, 1),
        one(new QuantizeLinear(1, 0, ElementType.U4), x, scale, number(ElementType.U4, 1)));
    assertEquals(
        of(ElementType.U16, 9, 9, 10, 11, 509, 0, 9),
        one(new QuantizeLinear(1, 0, ElementType.U16), x, scale, number(ElementType.U16, 9)));
    assertEquals(
        of(ElementType.I16, 0, 0, 1, 2, 500, -500, 0),
        one(new QuantizeLinear(1, 0, ElementType.I16), x, scale));
  }

  @Test
  void parametersByChannelAndBlock() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(
        Tensor.of(new byte[] {1, 2, 3, 2, 2, 3}, 2, 3),
        one(new QuantizeLinear(0, 0, ElementType.I8), x, floats(1, 2)));
    assertEquals(
        Tensor.of(new byte[] {1, 3, 6, 4, 4, 9}, 2, 3),
        one(
            new QuantizeLinear(-1, 0, ElementType.I8),
            x,
            floats(1, 2, 1),
            Tensor.of(new byte[] {0, 2, 3}, 3)));
    Tensor blocks = Tensor.of(new float[] {1, 2, 0.5f, 4}, 2, 2);
    assertEquals(
        Tensor.of(new byte[] {1, 2, 2, 8, 10, 2}, 2, 3),
        one(new QuantizeLinear(1, 2, ElementType.I8), x, blocks));
    assertArrayEquals(
        new float[] {1, 2, 6, 2, 2.5f, 24},
        one(new DequantizeLinear(1, 2), Tensor.of(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3), blocks)
            .floats());
  }

  @Test
  void dequantizeLinear() {
    Tensor q = of(ElementType.U8, 0, 128, 255);
    assertEquals(
        floats(-64, 0, 63.5f),
        one(new DequantizeLinear(1, 0), q, HALF, number(ElementType.U8, 128)));
    assertEquals(floats(0, 64, 127.5f), one(new DequantizeLinear(1, 0), q, HALF, HostOps.ABSENT));
    assertEquals(
        floats(-4, 3.5f), one(new DequantizeLinear(0, 0), of(ElementType.I4, -8, 7), HALF));
    assertEquals(
        floats(-4, 14), one(new DequantizeLinear(0, 0), ints(-8, 7), floats(0.5f, 2), ints(0, 0)));
    Tensor half = one(new Cast(ElementType.F16), HALF);
    assertEquals(ElementType.F16, one(new DequantizeLinear(1, 0), q, half).type());
  }

  @Test
  void scalesMustFit() {
    Tensor x = Tensor.of(new float[6], 2, 3);
    QuantizeLinear op = new QuantizeLinear(1, 0, ElementType.I8);
    rejects(ErrorCode.MALFORMED, "the scale must have shape [3], found [2]", op, x, floats(1, 1));
    rejects(
        ErrorCode.MALFORMED,
        "the scale must have shape [2,2], found [2,3]",
        new QuantizeLinear(1, 2, ElementType.I8),
        x,
        x);
    rejects(
        ErrorCode.MALFORMED, "the zero point must be i8", op, x, HALF, number(ElementType.U8, 1));
    rejects(
        ErrorCode.MALFORMED, "differ in shape", op, x, floats(1, 1, 1), number(ElementType.I8, 1));
    rejects(
        ErrorCode.UNSUPPORTED,
        "quantizing to i64",
        new QuantizeLinear(1, 0, ElementType.I64),
        x,
        HALF);
    rejects(
        ErrorCode.MALFORMED, "axis 2", new QuantizeLinear(2, 0, ElementType.I8), x, floats(1, 1));
  }
}
