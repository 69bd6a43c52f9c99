package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * The sizes of a product of {@code [.., M, K]} with {@code [.., K, N]}, and which matrices meet in
 * each of its batches.
 */
final class ProductShape {
  private final int m;
  private final int k;
  private final int n;
  private final int[] left;
  private final int[] right;

  /**
   * The sizes.
   *
   * @param leftDims at least two axes
   * @param rightDims at least two axes
   * @param outDims what they make
   */
  ProductShape(int[] leftDims, int[] rightDims, int[] outDims) {
    if (leftDims.length < 2 || rightDims.length < 2) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED, "a product of spiking values needs matrices, not vectors");
    }
    m = leftDims[leftDims.length - 2];
    k = leftDims[leftDims.length - 1];
    n = rightDims[rightDims.length - 1];
    left = matrices(leftDims, outDims);
    right = matrices(rightDims, outDims);
  }

  /** Which matrix of an operand each batch of the product takes. */
  private static int[] matrices(int[] dims, int[] outDims) {
    int[] from = Arrays.copyOf(dims, dims.length - 1);
    int[] to = Arrays.copyOf(outDims, outDims.length - 1);
    from[from.length - 1] = 1;
    to[to.length - 1] = 1;
    Broadcast broadcast = Broadcast.of(from, to);
    int[] matrices = new int[broadcast.rows()];
    Arrays.setAll(matrices, broadcast::base);
    return matrices;
  }

  int m() {
    return m;
  }

  int k() {
    return k;
  }

  int n() {
    return n;
  }

  int batches() {
    return left.length;
  }

  /** The left matrix of a batch. */
  int left(int batch) {
    return left[batch];
  }

  /** The right matrix of a batch. */
  int right(int batch) {
    return right[batch];
  }

  /** Counts for each code how many additions a spike there causes. */
  void countFanOut(FanOut ofLeft, FanOut ofRight) {
    for (int batch = 0; batch < batches(); batch++) {
      ofLeft.add(left[batch] * m * k, (left[batch] + 1) * m * k, n);
      ofRight.add(right[batch] * k * n, (right[batch] + 1) * k * n, m);
    }
  }
}
