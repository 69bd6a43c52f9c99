package org.spikezip.frontend.onnx;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.TensorProto.DataType;
import org.spikezip.ir.ElementType;

/** ONNX's element types and ours. */
public final class ElementTypes {
  private static final Map<ElementType, DataType> TO_ONNX = new EnumMap<>(ElementType.class);

  static {
    TO_ONNX.put(ElementType.F32, DataType.FLOAT);
    TO_ONNX.put(ElementType.F64, DataType.DOUBLE);
    TO_ONNX.put(ElementType.F16, DataType.FLOAT16);
    TO_ONNX.put(ElementType.BF16, DataType.BFLOAT16);
    TO_ONNX.put(ElementType.I4, DataType.INT4);
    TO_ONNX.put(ElementType.U4, DataType.UINT4);
    TO_ONNX.put(ElementType.I8, DataType.INT8);
    TO_ONNX.put(ElementType.U8, DataType.UINT8);
    TO_ONNX.put(ElementType.I16, DataType.INT16);
    TO_ONNX.put(ElementType.U16, DataType.UINT16);
    TO_ONNX.put(ElementType.I32, DataType.INT32);
    TO_ONNX.put(ElementType.U32, DataType.UINT32);
    TO_ONNX.put(ElementType.I64, DataType.INT64);
    TO_ONNX.put(ElementType.U64, DataType.UINT64);
    TO_ONNX.put(ElementType.BOOL, DataType.BOOL);
  }

  private ElementTypes() {}

  /** The number by which ONNX knows this type. */
  public static int onnx(ElementType type) {
    return TO_ONNX.get(type).getNumber();
  }

  /** Our type for ONNX's number; empty for strings, complex numbers and 8-bit floats. */
  public static Optional<ElementType> ofOnnx(int number) {
    return TO_ONNX.entrySet().stream()
        .filter(e -> e.getValue().getNumber() == number)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The name that ONNX gives the type of this number, for messages. */
  public static String describe(long number) {
    DataType type = number == (int) number ? DataType.forNumber((int) number) : null;
    return type == null ? "element type " + number : type.name();
  }
}
