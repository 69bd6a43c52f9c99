package org.spikezip.cli.data;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Gives arrays the element type that a model wants, where nothing but precision can be lost: floats
 * among each other, integers that fit among each other. Integers never become floats, since nobody
 * can tell how they should be scaled.
 */
final class ElementConversion {
  private ElementConversion() {}

  /**
   * The tensor with other elements.
   *
   * @throws SpikezipException MALFORMED if the types do not go together or a number does not fit
   */
  static Tensor convert(Tensor tensor, ElementType wanted) {
    if (tensor.type() == wanted) {
      return tensor;
    }
    if (tensor.type().isFloat() && wanted.isFloat()) {
      return Tensor.ofFloats(wanted, tensor.floats(), tensor.dims());
    }
    if (!tensor.type().isFloat() && !wanted.isFloat()) {
      return Tensor.ofLongs(wanted, tensor.longs(), tensor.dims());
    }
    throw new SpikezipException(
        ErrorCode.MALFORMED,
        "expected " + wanted.symbol() + " elements, found " + tensor.type().symbol(),
        "convert the array, such as array.astype('"
            + numpyName(wanted)
            + "'), scaled as in"
            + " training");
  }

  private static String numpyName(ElementType type) {
    return switch (type) {
      case F32 -> "float32";
      case F64 -> "float64";
      case F16 -> "float16";
      case I64 -> "int64";
      case I32 -> "int32";
      case BOOL -> "bool";
      case U8 -> "uint8";
      default -> "int8";
    };
  }
}
