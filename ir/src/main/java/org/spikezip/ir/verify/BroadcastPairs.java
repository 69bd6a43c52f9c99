package org.spikezip.ir.verify;

import java.util.Optional;
import org.spikezip.ir.Tensor;

/** Compares two integer tensors element by element under NumPy's broadcasting. */
final class BroadcastPairs {
  private static final long MOST_PAIRS = 1L << 26;

  private BroadcastPairs() {}

  /** The first pair whose left element is larger, or why the tensors cannot be compared. */
  static Optional<String> firstDescent(Tensor left, Tensor right) {
    int rank = Math.max(left.rank(), right.rank());
    int[] sizes = new int[rank];
    long pairs = 1;
    for (int axis = 0; axis < rank; axis++) {
      int a = size(left, axis - rank);
      int b = size(right, axis - rank);
      sizes[axis] = a == 1 ? b : a;
      pairs = Math.min(pairs * sizes[axis], MOST_PAIRS + 1);
      if (sizes[axis] != b && b != 1) {
        return Optional.of("shapes that do not broadcast, " + left + " and " + right);
      }
    }
    if (pairs > MOST_PAIRS) {
      return Optional.of("too many channels, " + left + " and " + right);
    }
    int[] a = left.ints();
    int[] b = right.ints();
    for (int i = 0; i < pairs; i++) {
      int x = a[offset(left, sizes, i)];
      int y = b[offset(right, sizes, i)];
      if (x > y) {
        return Optional.of(x + " > " + y + " in channel " + i);
      }
    }
    return Optional.empty();
  }

  private static int size(Tensor tensor, int back) {
    return -back > tensor.rank() ? 1 : tensor.dim(back);
  }

  /** Where the element of a broadcast position lies in a tensor. */
  private static int offset(Tensor tensor, int[] sizes, int position) {
    int offset = 0;
    int stride = 1;
    int rest = position;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      int at = rest % sizes[axis];
      rest /= sizes[axis];
      int size = size(tensor, axis - sizes.length);
      offset += size == 1 ? 0 : at * stride;
      stride *= size;
    }
    return offset;
  }
}
