package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.longs;
import static org.spikezip.api.reference.Evaluate.one;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Cast;

final class CastsTest {
  private static long[] toWhole(ElementType type, float... values) {
    return one(new Cast(type), floats(values)).longs();
  }

  @Test
  void floatsTruncate() {
    assertArrayEquals(new long[] {1, -1, 0, 2}, toWhole(ElementType.I32, 1.9f, -1.9f, -0.5f, 2f));
    assertArrayEquals(new long[] {1, -1, 0, 2}, toWhole(ElementType.I64, 1.9f, -1.9f, -0.5f, 2f));
    assertArrayEquals(new long[] {1, 200}, toWhole(ElementType.U8, 1.9f, 200.5f));
  }

  @Test
  void whatDoesNotFitSaturatesAndThenLosesItsHighBits() {
    float infinity = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 0},
        toWhole(ElementType.I32, infinity, -1e20f, Float.NaN));
    assertArrayEquals(
        new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0},
        toWhole(ElementType.I64, infinity, -1e20f, Float.NaN));
    assertArrayEquals(new long[] {44, -1, -1}, toWhole(ElementType.I8, 300f, infinity, -1f));
    assertArrayEquals(new long[] {7, -8, -8}, toWhole(ElementType.I4, -9f, -8f, 8f));
    assertArrayEquals(new long[] {7, 15, 0}, toWhole(ElementType.U4, -9f, -1f, 16f));
    assertArrayEquals(new long[] {1L << 63, -1}, toWhole(ElementType.U64, 0x1p63f, infinity));
  }

  @Test
  void booleansTellWhetherItIsNotZero() {
    Tensor expected = Tensor.of(new boolean[] {false, false, true, true, true}, 5);
    Cast toBool = new Cast(ElementType.BOOL);
    assertEquals(expected, one(toBool, floats(0f, -0f, 0.1f, -3f, Float.NaN)));
    assertEquals(expected, one(toBool, longs(0, 0, 1, -3, 256)));
    assertEquals(floats(0, 0, 1, 1, 1), one(new Cast(ElementType.F32), expected));
  }

  @Test
  void integersKeepTheirLowBits() {
    assertArrayEquals(
        new long[] {-1, 0, 5}, one(new Cast(ElementType.I8), longs(255, 256, 5)).longs());
    assertArrayEquals(new long[] {0xffffffffL}, one(new Cast(ElementType.U32), longs(-1)).longs());
    assertArrayEquals(new long[] {-8}, one(new Cast(ElementType.I4), longs(8)).longs());
  }

  @Test
  void integersBecomeTheNearestFloat() {
    Tensor large = longs((1L << 24) + 1, (1L << 24) + 3, Long.MAX_VALUE);
    assertEquals(floats(0x1p24f, 0x1p24f + 4, 0x1p63f), one(new Cast(ElementType.F32), large));
    Tensor unsigned = Tensor.ofLongs(ElementType.U64, new long[] {-1, (1L << 63) + 1}, 2);
    assertEquals(floats(0x1p64f, 0x1p63f), one(new Cast(ElementType.F32), unsigned));
  }

  @Test
  void narrowFloatsRoundHalfToEven() {
    float[] values = {
      1f, -2f, 65504f, 65519f, 65520f, 0x1p-24f, 0x1p-25f, 0x1.8p-24f, 2049f, 2051f, -0f, 1e-30f
    };
    short[] half = {
      0x3c00, (short) 0xc000, 0x7bff, 0x7bff, 0x7c00, 1, 0, 2, 0x6800, 0x6802, (short) 0x8000, 0
    };
    Tensor narrow = one(new Cast(ElementType.F16), floats(values));
    for (int i = 0; i < values.length; i++) {
      assertEquals(half[i], narrow.bytes().getShort(2 * i), "half of " + values[i]);
    }
    Tensor brain = one(new Cast(ElementType.BF16), floats(1f, 257f, 259f, Float.MAX_VALUE));
    assertArrayEquals(new float[] {1f, 256f, 260f, Float.POSITIVE_INFINITY}, brain.floats());
  }

  @Test
  void allHalvesComeBack() {
    for (int bits = 0; bits < 0x10000; bits++) {
      boolean nan = (bits & 0x7fff) > 0x7c00;
      Tensor half =
          Tensor.of(
              ElementType.F16,
              new int[] {1},
              ByteBuffer.wrap(new byte[] {(byte) bits, (byte) (bits >> 8)}));
      Tensor again = one(new Cast(ElementType.F16), one(new Cast(ElementType.F32), half));
      if (nan) {
        assertEquals(Float.NaN, again.floats()[0]);
      } else {
        assertEquals(half, again);
      }
    }
  }

  @Test
  void doublesAreRounded() {
    Tensor wide = one(new Cast(ElementType.F64), floats(0.1f));
    assertEquals(ElementType.F64, wide.type());
    assertEquals(floats(0.1f), one(new Cast(ElementType.F32), wide));
  }
}
