package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/**
 * Functions of each element on its own, and choices between elements.
 *
 * <p>16-bit floats are computed as 32-bit ones and rounded back; 64-bit floats have only what IEEE
 * 754 defines.
 */
final class Elementwise {
  private Elementwise() {}

  static Tensor unary(Unary op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    UnaryKind kind = op.kind();
    if (kind == UnaryKind.NOT) {
      boolean[] values = Elements.booleans(x);
      for (int i = 0; i < values.length; i++) {
        values[i] = !values[i];
      }
      return Tensor.of(values, x.dims());
    }
    if (kind == UnaryKind.IS_NAN) {
      double[] values = Elements.doubles(x);
      boolean[] result = new boolean[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = Double.isNaN(values[i]);
      }
      return Tensor.of(result, x.dims());
    }
    if (x.type() == ElementType.F64) {
      double[] values = Elements.doubles(x);
      return Elements.ofDoubles(
          x.type(), Arrays.stream(values).map(onDoubles(kind, x)).toArray(), x.dims());
    }
    if (x.type().isFloat()) {
      float[] values = x.floats();
      UnaryFunction.valueOf(kind.name()).apply(values, 0, values, 0, values.length);
      return Tensor.ofFloats(x.type(), values, x.dims());
    }
    long[] values = Arrays.stream(x.longs()).map(onIntegers(kind, x)).toArray();
    return Elements.ofWrapped(x.type(), values, x.dims());
  }

  private static DoubleUnaryOperator onDoubles(UnaryKind kind, Tensor x) {
    return switch (kind) {
      case NEG -> v -> -v;
      case ABS -> Math::abs;
      case SQRT -> Math::sqrt;
      case RECIPROCAL -> v -> 1 / v;
      case RELU -> v -> v < 0 ? 0 : v;
      case FLOOR -> Math::floor;
      case CEIL -> Math::ceil;
      case ROUND -> Math::rint;
      case SIGN -> Math::signum;
      default -> throw Operands.unsupported(kind.symbol() + " of " + x + " is not defined");
    };
  }

  private static LongUnaryOperator onIntegers(UnaryKind kind, Tensor x) {
    boolean signed = x.type().isInteger() && x.type() != ElementType.U64;
    if (signed) {
      switch (kind) {
        case NEG -> {
          return v -> -v;
        }
        case ABS -> {
          return Math::abs;
        }
        case SIGN -> {
          return Long::signum;
        }
        case RELU -> {
          return v -> Math.max(0, v);
        }
        default -> {}
      }
    }
    throw Operands.unsupported(kind.symbol() + " of " + x + " is not defined");
  }

  /** {@code min(max(x, lower), upper)}; NaN stays NaN. */
  static Tensor clip(Clip op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (x.type() == ElementType.F64) {
      double[] values = Elements.doubles(x);
      Arrays.setAll(values, i -> Math.min(Math.max(values[i], op.min()), op.max()));
      return Elements.ofDoubles(x.type(), values, x.dims());
    }
    if (x.type().isFloat()) {
      float[] values = x.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(Math.max(values[i], op.min()), op.max());
      }
      return Tensor.ofFloats(x.type(), values, x.dims());
    }
    if (!x.type().isInteger() || x.type() == ElementType.U64) {
      throw Operands.unsupported("clip of " + x + " is not defined");
    }
    long min = Elements.saturate(x.type(), Math.ceil(op.min()));
    long max = Elements.saturate(x.type(), Math.floor(op.max()));
    long[] values = x.longs();
    Arrays.setAll(values, i -> Math.min(Math.max(values[i], min), max));
    return Tensor.ofLongs(x.type(), values, x.dims());
  }

  static Tensor where(Where op, List<Tensor> inputs) {
    Tensor yes = inputs.get(1);
    Tensor no = inputs.get(2);
    int[] dims =
        IndexMap.broadcastDims(inputs.get(0).dims(), IndexMap.broadcastDims(yes.dims(), no.dims()));
    boolean[] condition = Elements.booleans(Elements.broadcast(inputs.get(0), dims));
    int[] fromYes = IndexMap.broadcast(yes.dims(), dims).source();
    int[] fromNo = IndexMap.broadcast(no.dims(), dims).source();
    int[] source = new int[condition.length];
    Arrays.setAll(source, i -> condition[i] ? fromYes[i] : yes.size() + fromNo[i]);
    return Elements.take(Elements.joined(List.of(yes, no)), new IndexMap(dims, source), 0);
  }

  static Tensor trilu(Trilu op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (x.rank() < 2) {
      throw Operands.malformed("trilu needs a matrix, found " + x);
    }
    int rows = x.dim(-2);
    int columns = x.dim(-1);
    int[] source = IndexMap.identity(x.dims()).source();
    for (int i = 0; i < source.length; i++) {
      long above = (long) (i % columns) - i / columns % rows;
      if (op.upper() ? above < op.k() : above > op.k()) {
        source[i] = IndexMap.HOLE;
      }
    }
    return Elements.take(x, new IndexMap(x.dims(), source), 0);
  }
}
