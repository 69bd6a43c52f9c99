package org.spikezip.backend.simulator;

import java.util.Arrays;
import java.util.List;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/**
 * Codes times codes. A spike of the left operand adds a row of the right one, as it was, to a row
 * of sums; a spike of the right operand adds a column of the left one, as it is.
 */
final class BilinearSums extends ProductSums {
  private final int[] leftDims;
  private final int[] rightDims;
  private final int[] dims;
  private final int[] left;
  private final int[] right;
  private final long[] sums;
  private final int m;
  private final int k;
  private final int n;

  BilinearSums(List<Tensor> operands) {
    Tensor a = operands.get(0);
    Tensor b = operands.get(1);
    int rank = Math.max(a.rank(), b.rank());
    leftDims = padded(a, rank);
    rightDims = padded(b, rank);
    m = leftDims[rank - 2];
    k = leftDims[rank - 1];
    n = rightDims[rank - 1];
    dims = new int[rank];
    for (int i = 0; i < rank - 2; i++) {
      dims[i] = leftDims[i] == 1 ? rightDims[i] : leftDims[i];
    }
    dims[rank - 2] = m;
    dims[rank - 1] = n;
    left = new int[a.size()];
    right = new int[b.size()];
    sums = new long[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
    integrate(operands);
    operations = 0;
    gradedOperations = 0;
  }

  private static int[] padded(Tensor x, int rank) {
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    System.arraycopy(x.dims(), 0, dims, rank - x.rank(), x.rank());
    return dims;
  }

  @Override
  void integrate(List<Tensor> operands) {
    int[] a = operands.get(0).ints();
    int[] b = operands.get(1).ints();
    int matrices = m * n == 0 ? 0 : sums.length / (m * n);
    for (int matrix = 0; matrix < matrices; matrix++) {
      int first = offset(matrix, leftDims) * m * k;
      int second = offset(matrix, rightDims) * k * n;
      int sum = matrix * m * n;
      for (int i = 0; i < m * k; i++) {
        int spike = a[first + i] - left[first + i];
        if (spike != 0) {
          addRow(spike, second + i % k * n, sum + i / k * n);
          count(spike, n);
        }
      }
      for (int j = 0; j < k * n; j++) {
        int spike = b[second + j] - right[second + j];
        if (spike != 0) {
          addColumn(spike, a, first + j / n, sum + j % n);
          count(spike, m);
        }
      }
    }
    System.arraycopy(a, 0, left, 0, a.length);
    System.arraycopy(b, 0, right, 0, b.length);
  }

  private void addRow(long spike, int from, int to) {
    for (int j = 0; j < n; j++) {
      sums[to + j] += spike * right[from + j];
    }
  }

  private void addColumn(long spike, int[] a, int from, int to) {
    for (int i = 0; i < m; i++) {
      sums[to + i * n] += spike * a[from + i * k];
    }
  }

  /** Which matrix of an operand takes part in one of the product. */
  private int offset(int matrix, int[] operand) {
    int rest = matrix;
    int offset = 0;
    int stride = 1;
    for (int axis = dims.length - 3; axis >= 0; axis--) {
      int index = rest % dims[axis];
      rest /= dims[axis];
      offset += operand[axis] == 1 ? 0 : index * stride;
      stride *= operand[axis];
    }
    return offset;
  }

  @Override
  Tensor value(List<Tensor> operands) {
    float[] floats = new float[sums.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = sums[i];
    }
    return new ReferenceEvaluator(HostOps.NONE)
        .evaluate(new Binary(BinaryKind.MUL), List.of(Tensor.of(floats, dims), operands.get(2)))
        .get(0);
  }

  @Override
  double macs() {
    return (double) sums.length * k;
  }
}
