package org.spikezip.frontend.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.TensorProto.DataLocation;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Turns a TensorProto into a tensor, whatever way its elements are stored. What the dims declare is
 * compared with what is there before anything is allocated; raw and external bytes are not copied.
 */
public final class TensorReader {
  private static final int MAX_RANK = 64;

  private final ExternalData external;

  /**
   * @param model the file that tensors come from; external data lies beside it
   */
  public TensorReader(Path model) {
    this.external = new ExternalData(model);
  }

  /**
   * Reads one tensor.
   *
   * @throws SpikezipException MALFORMED if dims and elements disagree, UNSUPPORTED for element
   *     types that we do not have
   */
  public Tensor read(TensorProto proto) {
    ElementType type =
        ElementTypes.ofOnnx(proto.getDataType())
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNSUPPORTED,
                        describe(proto)
                            + " has elements of type "
                            + ElementTypes.describe(proto.getDataType())));
    int[] dims = dims(proto);
    long count = Arrays.stream(dims).asLongStream().reduce(1, (a, b) -> multiply(proto, a, b));
    if (count > Integer.MAX_VALUE) {
      throw absurd(proto);
    }
    if (proto.getDataLocation() == DataLocation.EXTERNAL) {
      return Tensor.of(type, dims, external.bytes(proto, type.bytes(count)));
    }
    ByteString raw = proto.getRawData();
    if (!raw.isEmpty() || elements(proto, type) == 0) {
      require(proto, type.bytes(count), raw.size(), "bytes");
      return Tensor.of(type, dims, raw.asReadOnlyByteBuffer());
    }
    return typed(proto, type, dims, (int) count);
  }

  private static Tensor typed(TensorProto proto, ElementType type, int[] dims, int count) {
    long stored = type.bits() == 4 ? type.bytes(count) : count;
    require(proto, stored, elements(proto, type), "elements");
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(type.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < stored; i++) {
      switch (type) {
        case F32 -> bytes.putFloat(proto.getFloatData(i));
        case F64 -> bytes.putDouble(proto.getDoubleData(i));
        case I64 -> bytes.putLong(proto.getInt64Data(i));
        case U64 -> bytes.putLong(proto.getUint64Data(i));
        case U32 -> bytes.putInt((int) proto.getUint64Data(i));
        case I32 -> bytes.putInt(proto.getInt32Data(i));
        case F16, BF16, I16, U16 -> bytes.putShort((short) proto.getInt32Data(i));
        case BOOL -> bytes.put((byte) (proto.getInt32Data(i) == 0 ? 0 : 1));
        case I4, U4, I8, U8 -> bytes.put((byte) proto.getInt32Data(i));
      }
    }
    return Tensor.of(type, dims, bytes.flip());
  }

  private static int elements(TensorProto proto, ElementType type) {
    return switch (type) {
      case F32 -> proto.getFloatDataCount();
      case F64 -> proto.getDoubleDataCount();
      case I64 -> proto.getInt64DataCount();
      case U64, U32 -> proto.getUint64DataCount();
      default -> proto.getInt32DataCount();
    };
  }

  private static int[] dims(TensorProto proto) {
    if (proto.getDimsCount() > MAX_RANK) {
      throw absurd(proto);
    }
    int[] dims = new int[proto.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = proto.getDims(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw absurd(proto);
      }
      dims[i] = (int) dim;
    }
    return dims;
  }

  private static long multiply(TensorProto proto, long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw absurd(proto);
    }
  }

  private static void require(TensorProto proto, long expected, long found, String unit) {
    if (expected != found) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          describe(proto)
              + " has dims "
              + proto.getDimsList()
              + ", which take "
              + expected
              + " "
              + unit
              + ", found "
              + found);
    }
  }

  private static SpikezipException absurd(TensorProto proto) {
    String dims =
        proto.getDimsCount() > MAX_RANK
            ? "rank " + proto.getDimsCount()
            : "dims " + proto.getDimsList();
    return new SpikezipException(ErrorCode.MALFORMED, describe(proto) + " has impossible " + dims);
  }

  private static String describe(TensorProto proto) {
    return proto.getName().isEmpty() ? "a tensor" : "initializer '" + proto.getName() + "'";
  }
}
