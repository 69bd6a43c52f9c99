package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Cast;

/**
 * Conversion of element types.
 *
 * <ul>
 *   <li>Numbers to floats: to nearest, ties to even; to 16 bits by way of 32.
 *   <li>Floats to integers: toward zero, saturating as Java does, to 32 bits with a sign or, for
 *       wider types, to 64; of these the low bits. NaN is 0. (ONNX leaves undefined what does not
 *       fit.)
 *   <li>Integers to integers: the low bits.
 *   <li>Anything to booleans: whether it is not 0; NaN is not.
 * </ul>
 */
final class Casts {
  private Casts() {}

  static Tensor cast(Cast op, List<Tensor> inputs) {
    return cast(inputs.get(0), op.to());
  }

  static Tensor cast(Tensor x, ElementType to) {
    if (x.type() == to) {
      return x;
    }
    return x.type().isFloat() ? ofFloats(x, to) : ofIntegers(x, to);
  }

  private static Tensor ofFloats(Tensor x, ElementType to) {
    double[] values = Elements.doubles(x);
    if (to.isFloat()) {
      return Elements.ofDoubles(to, values, x.dims());
    }
    long[] whole = new long[values.length];
    Arrays.setAll(whole, i -> truncate(to, values[i]));
    return Elements.ofWrapped(to, whole, x.dims());
  }

  private static long truncate(ElementType to, double x) {
    return switch (to) {
      case BOOL -> x != 0 ? 1 : 0;
      case I64, U32 -> (long) x;
      case U64 -> x < 0x1p63 ? (long) x : (long) (x - 0x1p63) + Long.MIN_VALUE;
      default -> (int) x;
    };
  }

  private static Tensor ofIntegers(Tensor x, ElementType to) {
    long[] values = x.longs();
    if (!to.isFloat()) {
      return Elements.ofWrapped(to, values, x.dims());
    }
    boolean unsigned = x.type() == ElementType.U64;
    if (to != ElementType.F64) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = unsigned && values[i] < 0 ? 2f * half(values[i]) : values[i];
      }
      return Tensor.ofFloats(to, floats, x.dims());
    }
    double[] doubles = new double[values.length];
    Arrays.setAll(
        doubles, i -> unsigned && values[i] < 0 ? 2.0 * half(values[i]) : (double) values[i]);
    return Elements.ofDoubles(to, doubles, x.dims());
  }

  /** Half of an unsigned number; its last bit still tells whether more followed. */
  private static long half(long unsigned) {
    return (unsigned >>> 1) | (unsigned & 1);
  }
}
