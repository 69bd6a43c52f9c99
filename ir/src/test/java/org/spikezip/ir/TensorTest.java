package org.spikezip.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  @Test
  void packsFourBitElementsLowHalfFirst() {
    Tensor tensor = Tensor.ofLongs(ElementType.I4, new long[] {1, -2, -8}, 3);
    assertEquals(ByteBuffer.wrap(new byte[] {(byte) 0xe1, 0x08}), tensor.bytes());
    assertArrayEquals(new long[] {1, -2, -8}, tensor.longs());
    Tensor unsigned = Tensor.ofLongs(ElementType.U4, new long[] {15, 0, 9}, 3);
    assertArrayEquals(new int[] {15, 0, 9}, unsigned.ints());
  }

  @ParameterizedTest
  @CsvSource({
    "I4,-8,7",
    "U4,0,15",
    "I8,-128,127",
    "U8,0,255",
    "I16,-32768,32767",
    "U16,0,65535",
    "I32,-2147483648,2147483647",
    "U32,0,4294967295",
    "BOOL,0,1"
  })
  void keepsTheWholeRangeAndNoMore(ElementType type, long min, long max) {
    long[] ends = {min, max, max, min, max};
    assertArrayEquals(ends, Tensor.ofLongs(type, ends, 5).longs());
    assertThrows(SpikezipException.class, () -> Tensor.ofLongs(type, new long[] {min - 1}, 1));
    assertThrows(SpikezipException.class, () -> Tensor.ofLongs(type, new long[] {max + 1}, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0,0",
    "-0.0,8000",
    "1.0,3c00",
    "-2.0,c000",
    "65504.0,7bff",
    "65519.0,7bff",
    "65520.0,7c00",
    "Infinity,7c00",
    "-Infinity,fc00",
    "6.1035156E-5,400",
    "5.9604645E-8,1",
    "2.9802322E-8,0",
    "2.9802326E-8,1",
    "1.00048828125,3c00",
    "1.00146484375,3c02",
    "NaN,7e00"
  })
  void roundsToHalfFloats(float value, String bits) {
    Tensor tensor = Tensor.ofFloats(ElementType.F16, new float[] {value}, 1);
    assertEquals(bits, Integer.toHexString(tensor.bytes().getShort() & 0xffff));
  }

  @Test
  void readsEveryHalfFloat() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, HalfFloat.ofFloat(value), () -> Float.toString(value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "F16", "BF16"})
  void keepsFloatsOfEveryType(ElementType type) {
    float[] floats = {0.5f, -1024f, Float.NEGATIVE_INFINITY};
    assertArrayEquals(floats, Tensor.ofFloats(type, floats, 3).floats());
  }

  @Test
  void roundsToBfloat16() {
    float[] floats = {1 + 0x1p-8f, 1 + 0x3p-8f, 1e-40f, Float.NaN, Float.MAX_VALUE};
    float[] rounded = Tensor.ofFloats(ElementType.BF16, floats, 5).floats();
    assertEquals(1f, rounded[0]);
    assertEquals(1.015625f, rounded[1]);
    assertTrue(Float.isNaN(rounded[3]));
    assertEquals(Float.POSITIVE_INFINITY, rounded[4]);
  }

  @Test
  void saysWhichBytesAreMissing() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> Tensor.of(ElementType.I16, new int[] {2, 3}, ByteBuffer.allocate(11)));
    assertEquals("a tensor i16[2, 3] takes 12 bytes, found 11", e.getMessage());
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertThrows(SpikezipException.class, () -> Tensor.of(new float[0], -1, 0));
  }

  @Test
  void comparesTypeDimsAndBytes() {
    Tensor tensor = Tensor.of(new float[] {1, 2}, 2);
    assertEquals(tensor, Tensor.of(new float[] {1, 2}, 2));
    assertEquals(tensor.hashCode(), Tensor.of(new float[] {1, 2}, 2).hashCode());
    assertNotEquals(tensor, tensor.reshape(1, 2));
    assertNotEquals(tensor, Tensor.of(new int[] {0x3f800000, 0x40000000}, 2));
    assertEquals("f32[1,2]", tensor.reshape(1, 2).toString());
  }

  @Test
  void namesTheTypeThatItHasNot() {
    assertThrows(SpikezipException.class, () -> Tensor.scalar(1f).longs());
    assertThrows(SpikezipException.class, () -> Tensor.scalar(1L).floats());
    assertThrows(SpikezipException.class, () -> ElementType.ofSymbol("f8"));
  }

  @Test
  void shortIntegerVectorsCarryShapes() {
    Optional<List<Dim>> elements = Tensor.of(new long[] {2, -1}, 2).fact().elements();
    assertEquals(Optional.of(List.of(Dim.of(2), Dim.of(-1))), elements);
    assertEquals(Optional.empty(), Tensor.of(new long[65], 65).fact().elements());
    assertEquals(Optional.empty(), Tensor.of(new float[2], 2).fact().elements());
  }
}
