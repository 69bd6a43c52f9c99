package org.spikezip.api.reference;

import java.util.List;
import org.spikezip.api.function.BinaryFunction;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/**
 * Functions of two elements, with broadcasting.
 *
 * <p>Integers are computed with 64 bits, of which the low ones stay. 16-bit floats are computed as
 * 32-bit ones and rounded back; 64-bit floats have only what IEEE 754 defines.
 */
final class Binaries {
  private Binaries() {}

  static Tensor binary(Binary op, List<Tensor> inputs) {
    Elements.requireSameType(inputs.get(0), inputs.get(1));
    int[] dims = IndexMap.broadcastDims(inputs.get(0).dims(), inputs.get(1).dims());
    Tensor a = Elements.broadcast(inputs.get(0), dims);
    Tensor b = Elements.broadcast(inputs.get(1), dims);
    if (op.kind().isLogic()) {
      return logic(op.kind(), a, b);
    }
    if (op.kind().isComparison()) {
      return a.type().isFloat() ? compareFloats(op.kind(), a, b) : compareIntegers(op.kind(), a, b);
    }
    if (a.type() == ElementType.F64) {
      return doubles(op.kind(), a, b);
    }
    BinaryFunction function = BinaryFunction.valueOf(op.kind().name());
    return a.type().isFloat() ? floats(function, a, b) : integers(function, a, b);
  }

  private static Tensor floats(BinaryFunction function, Tensor a, Tensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    for (int i = 0; i < x.length; i++) {
      x[i] = function.apply(x[i], y[i]);
    }
    return Tensor.ofFloats(a.type(), x, a.dims());
  }

  private static Tensor doubles(BinaryKind kind, Tensor a, Tensor b) {
    double[] x = Elements.doubles(a);
    double[] y = Elements.doubles(b);
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (kind) {
            case ADD -> x[i] + y[i];
            case SUB -> x[i] - y[i];
            case MUL -> x[i] * y[i];
            case DIV -> x[i] / y[i];
            case MIN -> Math.min(x[i], y[i]);
            case MAX -> Math.max(x[i], y[i]);
            case MOD -> x[i] % y[i];
            default -> throw Operands.unsupported(kind.symbol() + " of " + a + " is not defined");
          };
    }
    return Elements.ofDoubles(a.type(), x, a.dims());
  }

  private static Tensor integers(BinaryFunction function, Tensor a, Tensor b) {
    if (a.type() == ElementType.BOOL) {
      throw Operands.malformed(function.symbol() + " needs numbers, found " + a);
    }
    long[] x = a.longs();
    long[] y = b.longs();
    boolean unsigned = a.type() == ElementType.U64;
    for (int i = 0; i < x.length; i++) {
      x[i] = unsigned ? unsigned(function, x[i], y[i]) : function.apply(x[i], y[i]);
    }
    return Elements.ofWrapped(a.type(), x, a.dims());
  }

  private static long unsigned(BinaryFunction function, long x, long y) {
    boolean less = Long.compareUnsigned(x, y) < 0;
    return switch (function) {
      case DIV -> Long.divideUnsigned(x, y);
      case MOD -> Long.remainderUnsigned(x, y);
      case MIN -> less ? x : y;
      case MAX -> less ? y : x;
      default -> function.apply(x, y);
    };
  }

  /** No comparison with NaN holds. */
  private static Tensor compareFloats(BinaryKind kind, Tensor a, Tensor b) {
    double[] x = Elements.doubles(a);
    double[] y = Elements.doubles(b);
    boolean[] result = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] =
          switch (kind) {
            case EQUAL -> x[i] == y[i];
            case LESS -> x[i] < y[i];
            case LESS_OR_EQUAL -> x[i] <= y[i];
            case GREATER -> x[i] > y[i];
            default -> x[i] >= y[i];
          };
    }
    return Tensor.of(result, a.dims());
  }

  private static Tensor compareIntegers(BinaryKind kind, Tensor a, Tensor b) {
    long[] x = a.longs();
    long[] y = b.longs();
    boolean unsigned = a.type() == ElementType.U64;
    boolean[] result = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      int order = unsigned ? Long.compareUnsigned(x[i], y[i]) : Long.compare(x[i], y[i]);
      result[i] =
          switch (kind) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
          };
    }
    return Tensor.of(result, a.dims());
  }

  private static Tensor logic(BinaryKind kind, Tensor a, Tensor b) {
    boolean[] x = Elements.booleans(a);
    boolean[] y = Elements.booleans(b);
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (kind) {
            case AND -> x[i] && y[i];
            case OR -> x[i] || y[i];
            default -> x[i] ^ y[i];
          };
    }
    return Tensor.of(x, a.dims());
  }
}
