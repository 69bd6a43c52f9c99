package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class NpyTest {
  private static Tensor read(byte[] bytes) throws IOException {
    return Npy.read(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static String failure(byte[] bytes) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> read(bytes));
    assertEquals(ErrorCode.MALFORMED, e.code());
    return e.getMessage();
  }

  @Test
  void readsFloats() throws IOException {
    Tensor tensor = read(NpyBytes.of("<f4", false, "(2, 2)", NpyBytes.floats(1, 2, 3, 4)));
    assertEquals(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), tensor);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    String header = "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }\n";
    assertEquals(
        Tensor.of(new byte[] {1, 2, 3}, 3),
        read(NpyBytes.of(version, header, (byte) 1, (byte) 2, (byte) 3)));
  }

  @ParameterizedTest
  @CsvSource({
    "<f2,F16,2",
    "<f8,F64,8",
    "|i1,I8,1",
    "<i2,I16,2",
    "<i4,I32,4",
    "<i8,I64,8",
    "|u1,U8,1",
    "<u2,U16,2",
    "<u4,U32,4",
    "<u8,U64,8",
    "|b1,BOOL,1"
  })
  void readsEveryType(String descr, ElementType type, int bytes) throws IOException {
    Tensor tensor = read(NpyBytes.of(descr, false, "(1,)", new byte[bytes]));
    assertEquals(type, tensor.type());
  }

  @Test
  void readsScalarsAndEmptyArrays() throws IOException {
    assertEquals(0, read(NpyBytes.of("<f4", false, "()", NpyBytes.floats(7))).rank());
    assertEquals(0, read(NpyBytes.of("<f4", false, "(0, 5)")).size());
  }

  @Test
  void swapsBigEndian() throws IOException {
    Tensor tensor = read(NpyBytes.of(">i4", false, "(1,)", (byte) 0, (byte) 0, (byte) 1, (byte) 2));
    assertArrayEquals(new int[] {258}, tensor.ints());
  }

  @Test
  void transposesFortranOrder() throws IOException {
    // The 2 × 3 matrix 1 2 3 / 4 5 6, column by column.
    Tensor tensor = read(NpyBytes.of("<f4", true, "(2, 3)", NpyBytes.floats(1, 4, 2, 5, 3, 6)));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, tensor.floats());
  }

  @Test
  void rejectsWhatIsNoArray() {
    assertTrue(failure("hello world".getBytes(StandardCharsets.UTF_8)).contains("no .npy"));
    assertTrue(failure(new byte[0]).contains("no .npy"));
  }

  @Test
  void rejectsEveryTruncation() throws IOException {
    byte[] whole = NpyBytes.of("<f4", false, "(2, 2)", NpyBytes.floats(1, 2, 3, 4));
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(SpikezipException.class, () -> read(part), "length " + length);
    }
  }

  @Test
  void rejectsMoreThanTheArray() {
    assertTrue(failure(NpyBytes.of("|i1", false, "(1,)", new byte[2])).contains("more in it"));
  }

  @Test
  void rejectsAbsurdSizesWithoutAllocating() {
    assertTrue(failure(NpyBytes.of("<f8", false, "(2000000000,)")).contains("truncated"));
    assertTrue(
        failure(NpyBytes.of("<f8", false, "(2000000000, 2000000000, 9)")).contains("absurd"));
    assertTrue(failure(NpyBytes.of("<f8", false, "(99999999999999999999,)")).contains("too long"));
  }

  @Test
  void rejectsObjectsSinceTheyRunCode() {
    assertTrue(failure(NpyBytes.of("|O", false, "(1,)", new byte[8])).contains("'|O'"));
  }

  @Test
  void writesWhatItReads() throws IOException {
    Tensor a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor b = Tensor.of(new float[] {5, 6}, 1, 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(List.of(a, b), out);
    assertEquals(0, (out.size() - 24) % 64, "data is aligned");
    assertEquals(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2), read(out.toByteArray()));
  }
}
