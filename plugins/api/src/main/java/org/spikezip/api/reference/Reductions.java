package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spikezip.api.function.Sums;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;

/**
 * Reductions. The elements are taken in row-major order of the reduced axes. Floats are summed by
 * {@link Sums}, and a mean is the sum divided by the number of elements as a float; a product
 * multiplies one by one. Integers are summed with 64 bits, of which the low ones stay; their mean
 * truncates.
 */
final class Reductions {
  private Reductions() {}

  static Tensor reduce(Reduce op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    boolean[] reduced = Operands.marked(op.axes(), x.rank());
    if (op.axes().isEmpty()) {
      Arrays.fill(reduced, true);
    }
    List<Integer> perm = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    List<Integer> dims = new ArrayList<>();
    int n = 1;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (reduced[axis]) {
        last.add(axis);
        n *= x.dim(axis);
      } else {
        perm.add(axis);
        dims.add(x.dim(axis));
      }
      if (reduced[axis] && op.keepDims()) {
        dims.add(1);
      }
    }
    perm.addAll(last);
    Tensor rows = Elements.take(x, IndexMap.transpose(x.dims(), perm), 0);
    return reduceRows(op.kind(), rows, n, dims.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Tensor reduceRows(ReduceKind kind, Tensor rows, int n, int[] dims) {
    int count = Operands.count(dims);
    if (rows.type() == ElementType.F64) {
      double[] x = Elements.doubles(rows);
      double[] out = new double[count];
      Arrays.setAll(out, row -> ofDoubles(kind, x, row * n, n));
      return Elements.ofDoubles(rows.type(), out, dims);
    }
    if (rows.type().isFloat()) {
      float[] x = rows.floats();
      float[] out = new float[count];
      for (int row = 0; row < count; row++) {
        out[row] = ofFloats(kind, x, row * n, n);
      }
      return Tensor.ofFloats(rows.type(), out, dims);
    }
    if (n == 0 && kind != ReduceKind.SUM && kind != ReduceKind.PROD) {
      throw Operands.malformed(kind.symbol() + " of no integers is not defined");
    }
    long[] x = rows.longs();
    long[] out = new long[count];
    Arrays.setAll(out, row -> ofLongs(kind, x, row * n, n));
    return Elements.ofWrapped(rows.type(), out, dims);
  }

  private static float ofFloats(ReduceKind kind, float[] x, int offset, int n) {
    switch (kind) {
      case SUM -> {
        return Sums.sum(x, offset, n);
      }
      case MEAN -> {
        return Sums.sum(x, offset, n) / n;
      }
      case MAX -> {
        return Sums.max(x, offset, n);
      }
      default -> {
        boolean product = kind == ReduceKind.PROD;
        float result = product ? 1f : Float.POSITIVE_INFINITY;
        for (int i = offset; i < offset + n; i++) {
          result = product ? result * x[i] : Math.min(result, x[i]);
        }
        return result;
      }
    }
  }

  private static double ofDoubles(ReduceKind kind, double[] x, int offset, int n) {
    double result =
        switch (kind) {
          case SUM, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
          case PROD -> 1;
        };
    for (int i = offset; i < offset + n; i++) {
      result =
          switch (kind) {
            case SUM, MEAN -> result + x[i];
            case MAX -> Math.max(result, x[i]);
            case MIN -> Math.min(result, x[i]);
            case PROD -> result * x[i];
          };
    }
    return kind == ReduceKind.MEAN ? result / n : result;
  }

  private static long ofLongs(ReduceKind kind, long[] x, int offset, int n) {
    long result =
        switch (kind) {
          case SUM, MEAN -> 0;
          case MAX -> Long.MIN_VALUE;
          case MIN -> Long.MAX_VALUE;
          case PROD -> 1;
        };
    for (int i = offset; i < offset + n; i++) {
      result =
          switch (kind) {
            case SUM, MEAN -> result + x[i];
            case MAX -> Math.max(result, x[i]);
            case MIN -> Math.min(result, x[i]);
            case PROD -> result * x[i];
          };
    }
    return kind == ReduceKind.MEAN ? result / n : result;
  }
}
