package org.spikezip.frontend.torch.aten;

import java.util.List;
import org.spikezip.ir.Tensor;

/** Whether arguments are of the types that a declaration asks for. */
final class ArgumentTypes {
  private ArgumentTypes() {}

  /**
   * Whether all arguments fit.
   *
   * @param convert whether numbers may stand for tensors, and whole numbers for floats
   */
  static boolean fit(Schema schema, List<Object> arguments, boolean convert) {
    for (int i = 0; i < arguments.size(); i++) {
      if (!fits(schema.parameters().get(i).type(), arguments.get(i), convert)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(String type, Object argument, boolean convert) {
    if (type.endsWith("?")) {
      return argument == null || fits(type.substring(0, type.length() - 1), argument, convert);
    }
    if (type.endsWith("]")) {
      int open = type.lastIndexOf('[');
      String element = type.substring(0, open);
      if (argument instanceof List<?> list) {
        return list.stream().allMatch(e -> fits(element, e, convert));
      }
      // int[2] takes one number for all.
      return open < type.length() - 2 && fits(element, argument, convert);
    }
    return switch (type) {
      case "Tensor" ->
          isTensor(argument)
              || (convert
                  && (isWhole(argument) || argument instanceof Double || isTruth(argument)));
      case "int", "SymInt", "Layout", "MemoryFormat" -> isWhole(argument);
      case "ScalarType" -> argument instanceof ScalarType || argument instanceof Long;
      case "float" -> argument instanceof Double || (convert && isWhole(argument));
      case "bool" -> isTruth(argument);
      case "Scalar" -> isWhole(argument) || argument instanceof Double || isTruth(argument);
      case "str" -> argument instanceof String;
      case "Packed" -> argument instanceof PackedWeight;
      case "Device" -> argument instanceof String;
      default -> argument != null;
    };
  }

  private static boolean isTensor(Object argument) {
    return argument instanceof TorchValue
        || argument instanceof Tensor
        || argument instanceof QuantizedTensor;
  }

  private static boolean isWhole(Object argument) {
    return argument instanceof Long || argument instanceof SymInt;
  }

  private static boolean isTruth(Object argument) {
    return argument instanceof Boolean;
  }
}
