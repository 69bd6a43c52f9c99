package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;

/** Functions of whole rows, by the row functions of package {@code function}. */
final class Norms {
  private Norms() {}

  private interface Row {
    void apply(
        float[] in, int offset, int stride, float[] out, int outOffset, int outStride, int n);
  }

  static Tensor softmax(Softmax op, List<Tensor> inputs) {
    return along(op.axis(), inputs.get(0), org.spikezip.api.function.Softmax::row);
  }

  static Tensor logSoftmax(LogSoftmax op, List<Tensor> inputs) {
    return along(op.axis(), inputs.get(0), org.spikezip.api.function.LogSoftmax::row);
  }

  private static Tensor along(int axis, Tensor x, Row function) {
    requireFloats(x);
    int[] dims = x.dims();
    int front = Operands.axis(axis, dims.length);
    int n = dims[front];
    int stride = Operands.count(Arrays.copyOfRange(dims, front + 1, dims.length));
    float[] in = x.floats();
    float[] out = new float[in.length];
    for (int row = 0; n > 0 && row < in.length / n; row++) {
      int offset = row / stride * n * stride + row % stride;
      function.apply(in, offset, stride, out, offset, stride, n);
    }
    return Tensor.ofFloats(x.type(), out, dims);
  }

  static Tensor layerNorm(LayerNorm op, List<Tensor> inputs) {
    Rows rows = new Rows(inputs.get(0), op.axis());
    Parameter gamma = rows.parameter(inputs.get(1));
    Parameter beta =
        Operands.optional(inputs, 2)
            .map(rows::parameter)
            .orElseGet(() -> new Parameter(new float[rows.n], 0));
    float[] out = new float[rows.values.length];
    for (int row = 0; row < rows.count; row++) {
      org.spikezip.api.function.LayerNorm.row(
          rows.values,
          row * rows.n,
          gamma.values,
          row * gamma.step,
          beta.values,
          row * beta.step,
          out,
          row * rows.n,
          rows.n,
          op.epsilon());
    }
    return Tensor.ofFloats(inputs.get(0).type(), out, rows.dims);
  }

  static Tensor rmsNorm(RmsNorm op, List<Tensor> inputs) {
    Rows rows = new Rows(inputs.get(0), op.axis());
    Parameter gamma = rows.parameter(inputs.get(1));
    float[] out = new float[rows.values.length];
    for (int row = 0; row < rows.count; row++) {
      org.spikezip.api.function.RmsNorm.row(
          rows.values,
          row * rows.n,
          gamma.values,
          row * gamma.step,
          out,
          row * rows.n,
          rows.n,
          op.epsilon());
    }
    return Tensor.ofFloats(inputs.get(0).type(), out, rows.dims);
  }

  private static void requireFloats(Tensor x) {
    if (!x.type().isFloat() || x.type() == ElementType.F64) {
      throw Operands.unsupported("a normalization of " + x + " is not defined");
    }
  }

  /** The same numbers for every row (step 0) or n of its own for each (step n). */
  private static final class Parameter {
    final float[] values;
    final int step;

    Parameter(float[] values, int step) {
      this.values = values;
      this.step = step;
    }
  }

  /** A value as rows over the axes from one to the last. */
  private static final class Rows {
    final int[] dims;
    final float[] values;
    final int n;
    final int count;
    private final int[] rowDims;

    Rows(Tensor x, int axis) {
      requireFloats(x);
      dims = x.dims();
      rowDims = Arrays.copyOfRange(dims, Operands.axis(axis, dims.length), dims.length);
      values = x.floats();
      n = Operands.count(rowDims);
      count = n == 0 ? 0 : values.length / n;
    }

    Parameter parameter(Tensor p) {
      requireFloats(p);
      boolean shared = p.rank() <= rowDims.length;
      return new Parameter(Elements.broadcast(p, shared ? rowDims : dims).floats(), shared ? 0 : n);
    }
  }
}
