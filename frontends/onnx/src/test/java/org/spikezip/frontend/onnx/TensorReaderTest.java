package org.spikezip.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.TensorProto.DataType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Every way in which ONNX stores elements. */
class TensorReaderTest {
  @TempDir Path folder;

  @Test
  void rawBytes() {
    Tensor tensor = read(Models.floats("w", 1, 2.5f));
    assertArrayEquals(new float[] {1, 2.5f}, tensor.floats());
  }

  @Test
  void typedLists() {
    assertArrayEquals(
        new float[] {1.5f, 2},
        read(of(DataType.FLOAT).addFloatData(1.5f).addFloatData(2)).floats());
    assertArrayEquals(
        new float[] {1.5f, 2},
        read(of(DataType.DOUBLE).addDoubleData(1.5).addDoubleData(2)).floats());
    assertArrayEquals(
        new long[] {-3, 4}, read(of(DataType.INT64).addInt64Data(-3).addInt64Data(4)).longs());
    assertArrayEquals(
        new long[] {-3, 4}, read(of(DataType.UINT64).addUint64Data(-3).addUint64Data(4)).longs());
    assertArrayEquals(
        new long[] {0xffffffffL, 4},
        read(of(DataType.UINT32).addUint64Data(0xffffffffL).addUint64Data(4)).longs());
    for (DataType type : List.of(DataType.INT32, DataType.INT16, DataType.INT8)) {
      assertArrayEquals(
          new long[] {-3, 4}, read(of(type).addInt32Data(-3).addInt32Data(4)).longs());
    }
    assertArrayEquals(
        new long[] {200, 4}, read(of(DataType.UINT8).addInt32Data(200).addInt32Data(4)).longs());
    assertArrayEquals(
        new long[] {60000, 4},
        read(of(DataType.UINT16).addInt32Data(60000).addInt32Data(4)).longs());
    assertArrayEquals(
        new long[] {1, 0}, read(of(DataType.BOOL).addInt32Data(7).addInt32Data(0)).longs());
    assertArrayEquals(
        new float[] {1, -2},
        read(of(DataType.FLOAT16).addInt32Data(0x3c00).addInt32Data(0xc000)).floats());
    assertArrayEquals(
        new float[] {1, -2},
        read(of(DataType.BFLOAT16).addInt32Data(0x3f80).addInt32Data(0xc000)).floats());
  }

  @Test
  void fourBitsPacked() {
    TensorProto.Builder odd = of(DataType.INT4).clearDims().addDims(3);
    assertArrayEquals(
        new long[] {-1, 2, -8},
        read(odd.clone().setRawData(ByteString.copyFrom(new byte[] {0x2f, 0x08}))).longs());
    assertArrayEquals(
        new long[] {-1, 2, -8}, read(odd.clone().addInt32Data(0x2f).addInt32Data(0x08)).longs());
    odd.setDataType(DataType.UINT4.getNumber());
    assertArrayEquals(
        new long[] {15, 2, 8}, read(odd.clone().addInt32Data(0x2f).addInt32Data(0x08)).longs());
  }

  @Test
  void scalarsAndEmptyOnes() {
    assertEquals(1, read(of(DataType.FLOAT).clearDims().addFloatData(3)).size());
    assertEquals(0, read(of(DataType.FLOAT).clearDims().addDims(0).addDims(4)).size());
  }

  @Test
  void externalBytesAreMapped() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(4, 1).putFloat(8, 2).putFloat(12, 3);
    Files.createDirectories(folder.resolve("sub"));
    Files.write(folder.resolve("sub").resolve("w.bin"), bytes.array());
    Tensor tensor = read(Models.external("w", "sub/w.bin", "offset", "4", "length", "12"));
    assertArrayEquals(new float[] {1, 2, 3}, tensor.floats());
    assertTrue(tensor.bytes().isDirect(), "mapped, not copied");
  }

  @Test
  void numbersOfElementsMustAgree() {
    assertEquals(ErrorCode.MALFORMED, refusal(of(DataType.FLOAT).addFloatData(1)));
    assertEquals(ErrorCode.MALFORMED, refusal(of(DataType.INT32)));
    assertEquals(ErrorCode.UNSUPPORTED, refusal(of(DataType.STRING)));
    assertEquals(ErrorCode.UNSUPPORTED, refusal(of(DataType.FLOAT8E4M3FN)));
    assertEquals(ErrorCode.UNSUPPORTED, refusal(of(DataType.FLOAT).setDataType(99)));
  }

  private ErrorCode refusal(TensorProto.Builder tensor) {
    return assertThrows(SpikezipException.class, () -> read(tensor)).code();
  }

  private Tensor read(TensorProto.Builder tensor) {
    return new TensorReader(folder.resolve("m.onnx")).read(tensor.build());
  }

  private static TensorProto.Builder of(DataType type) {
    return TensorProto.newBuilder().setName("t").setDataType(type.getNumber()).addDims(2);
  }
}
