package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/** Elementwise products and sums of small tensors. */
final class Broadcast {
  private interface Operation {
    float of(float x, float y);
  }

  private Broadcast() {}

  /** a·b in float, with NumPy's broadcasting. */
  static Tensor product(Tensor a, Tensor b) {
    return combined(a, b, (x, y) -> x * y);
  }

  /** a+b in float, with NumPy's broadcasting. */
  static Tensor sum(Tensor a, Tensor b) {
    return combined(a, b, Float::sum);
  }

  private static Tensor combined(Tensor a, Tensor b, Operation operation) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    int size = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = Math.max(dim(a, rank - i), dim(b, rank - i));
      size *= dims[i];
    }
    float[] left = a.floats();
    float[] right = b.floats();
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = operation.of(left[index(a, i, dims)], right[index(b, i, dims)]);
    }
    return Tensor.of(result, dims);
  }

  private static int dim(Tensor tensor, int back) {
    return back > tensor.rank() ? 1 : tensor.dim(-back);
  }

  /** Where element {@code i} of a tensor of these dims comes from. */
  private static int index(Tensor tensor, int i, int[] dims) {
    int rest = i;
    int index = 0;
    int stride = 1;
    for (int back = 1; back <= dims.length; back++) {
      int size = dims[dims.length - back];
      int own = dim(tensor, back);
      index += own == 1 ? 0 : rest % size * stride;
      stride *= own;
      rest /= size;
    }
    return index;
  }
}
