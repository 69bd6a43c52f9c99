package org.spikezip.backend.cuda;

import java.util.Arrays;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The sizes of a product of {@code [.., M, K]} with {@code [.., K, N]}. */
final class ProductShape {
  private final int m;
  private final int k;
  private final int n;
  private final int[] left;
  private final int[] right;
  private final int leftMatrices;
  private final int rightMatrices;

  /**
   * The sizes.
   *
   * @param leftDims at least two axes
   * @param rightDims at least two axes
   * @param outDims what they make
   */
  ProductShape(int[] leftDims, int[] rightDims, int[] outDims) {
    m = axis(leftDims, 2);
    k = axis(leftDims, 1);
    n = axis(rightDims, 1);
    left = matrices(leftDims, outDims);
    right = matrices(rightDims, outDims);
    leftMatrices = count(leftDims);
    rightMatrices = count(rightDims);
  }

  private static int axis(int[] dims, int fromEnd) {
    if (dims.length < 2) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED, "a product of spiking values needs matrices, not vectors");
    }
    return dims[dims.length - fromEnd];
  }

  private static int count(int[] dims) {
    return Math.max(1, Cell.count(Arrays.copyOf(dims, dims.length - 2)));
  }

  private static int[] matrices(int[] dims, int[] outDims) {
    int[] from = Arrays.copyOf(dims, dims.length - 1);
    int[] to = Arrays.copyOf(outDims, outDims.length - 1);
    from[from.length - 1] = 1;
    to[to.length - 1] = 1;
    return Broadcast.of(from, to).base();
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

  /** Which left matrix each batch takes. */
  int[] left() {
    return left;
  }

  /** Which right matrix each batch takes. */
  int[] right() {
    return right;
  }

  int leftMatrices() {
    return leftMatrices;
  }

  int rightMatrices() {
    return rightMatrices;
  }

  int batches() {
    return left.length;
  }
}
