package org.spikezip.frontend.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Tensors to and from ONNX Runtime. */
final class OrtTensors {
  private OrtTensors() {}

  /** A tensor for ONNX Runtime, which shares our memory where that is outside of the heap. */
  static OnnxTensor toOrt(Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.dims()).asLongStream().toArray();
    ByteBuffer bytes = tensor.bytes();
    if (!bytes.isDirect()) {
      // Also where there are no bytes at all: the runtime wants an address.
      ByteBuffer direct = ByteBuffer.allocateDirect(Math.max(bytes.remaining(), 1));
      bytes = direct.put(bytes).flip();
    }
    ByteBuffer ordered = bytes.order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(
        OrtRuntime.environment(), ordered, shape, javaType(tensor.type()));
  }

  /** A copy of what ONNX Runtime made. */
  static Tensor fromOrt(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "output '" + name + "' is of kind " + value.getType() + ", not a tensor");
    }
    ElementType type = type(tensor.getInfo().onnxType).orElseThrow(() -> noType(name, tensor));
    int[] dims = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    ByteBuffer bytes =
        tensor.getInfo().getNumElements() == 0
            ? ByteBuffer.allocate(0)
            : tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(type, dims, bytes);
  }

  private static SpikezipException noType(String name, OnnxTensor tensor) {
    return new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "output '" + name + "' has elements of type " + tensor.getInfo().onnxType);
  }

  /** Our element type for the runtime's; empty if we have none. */
  static Optional<ElementType> type(OnnxTensorType type) {
    return Optional.ofNullable(
        switch (type) {
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.F32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.F64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.F16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BF16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.I8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.U8;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.I16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.U16;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.I32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.U32;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.I64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.U64;
          case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
          default -> null;
        });
  }

  private static OnnxJavaType javaType(ElementType type) {
    return switch (type) {
      case F32 -> OnnxJavaType.FLOAT;
      case F64 -> OnnxJavaType.DOUBLE;
      case F16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case I8 -> OnnxJavaType.INT8;
      case U8 -> OnnxJavaType.UINT8;
      case I16 -> OnnxJavaType.INT16;
      case I32 -> OnnxJavaType.INT32;
      case I64 -> OnnxJavaType.INT64;
      case BOOL -> OnnxJavaType.BOOL;
      case I4, U4, U16, U32, U64 ->
          throw new SpikezipException(
              ErrorCode.UNSUPPORTED,
              "ONNX Runtime's Java interface takes no tensors of " + type.symbol());
    };
  }
}
