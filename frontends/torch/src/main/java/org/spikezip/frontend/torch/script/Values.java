package org.spikezip.frontend.torch.script;

import java.util.List;
import java.util.Map;
import org.spikezip.frontend.torch.aten.PackedWeight;
import org.spikezip.frontend.torch.aten.QuantizedTensor;
import org.spikezip.frontend.torch.aten.SymInt;
import org.spikezip.frontend.torch.aten.TorchValue;
import org.spikezip.ir.Tensor;

/** The values that code works on, by kind. */
final class Values {
  private Values() {}

  /** What an operator that we do not know would give; anything made from it is unknown too. */
  enum Unknown {
    VALUE
  }

  /** A truth value that depends on sizes that are not fixed, or on data. */
  record UnknownTruth(String reason) {}

  static boolean isTensor(Object value) {
    return value instanceof Tensor
        || value instanceof TorchValue
        || value instanceof QuantizedTensor;
  }

  /** Whether it is an integer, known or not. */
  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof SymInt;
  }

  static boolean isSequence(Object value) {
    return value instanceof List<?> || value instanceof TupleValue;
  }

  /** The elements of a list or tuple. */
  @SuppressWarnings("unchecked")
  static List<Object> elements(Object sequence) {
    return sequence instanceof TupleValue tuple ? tuple.elements() : (List<Object>) sequence;
  }

  /** Whether something of a kind is in it, however deep. */
  static boolean contains(Object value, Class<?> kind) {
    if (kind.isInstance(value)) {
      return true;
    }
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(kind::isInstance);
    }
    return isSequence(value) && elements(value).stream().anyMatch(kind::isInstance);
  }

  /** TorchScript's name of the value's type, for messages and {@code isinstance}. */
  static String typeName(Object value) {
    if (value == null) {
      return "NoneType";
    }
    if (isTensor(value)) {
      return "Tensor";
    }
    if (isInteger(value)) {
      return "int";
    }
    if (value instanceof ScriptObject object) {
      return object.className();
    }
    if (value instanceof PackedWeight) {
      return "__torch__.torch.classes.quantized.LinearPackedParamsBase";
    }
    return value instanceof Double
        ? "float"
        : value instanceof Boolean || value instanceof UnknownTruth
            ? "bool"
            : value instanceof String
                ? "str"
                : value instanceof List<?>
                    ? "List"
                    : value instanceof TupleValue
                        ? "Tuple"
                        : value instanceof Map<?, ?> ? "Dict" : value.getClass().getSimpleName();
  }
}
