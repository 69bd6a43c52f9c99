package org.spikezip.frontend.onnx.importer;

import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** The operator Constant: the tensor is in whichever of its attributes is there. */
final class Constants {
  private Constants() {}

  static Tensor read(OnnxAttributes attributes) {
    Optional<Tensor> value = attributes.tensor("value");
    if (value.isPresent()) {
      return value.get();
    }
    for (String name : List.of("value_float", "value_floats", "value_int", "value_ints")) {
      Optional<AttributeProto> attribute = attributes.get(name);
      if (attribute.isPresent()) {
        return tensor(attribute.get());
      }
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "is a constant of strings or a sparse one", "export dense numbers");
  }

  private static Tensor tensor(AttributeProto attribute) {
    return switch (attribute.getName()) {
      case "value_float" -> Tensor.scalar(attribute.getF());
      case "value_int" -> Tensor.scalar(attribute.getI());
      case "value_floats" -> {
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
          values[i] = attribute.getFloats(i);
        }
        yield Tensor.of(values, values.length);
      }
      default ->
          Tensor.of(
              attribute.getIntsList().stream().mapToLong(Long::longValue).toArray(),
              attribute.getIntsCount());
    };
  }
}
