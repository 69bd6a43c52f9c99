package org.spikezip.api.reference;

import java.util.Arrays;

/**
 * Which matrix is multiplied with which: {@code [.., M, K]} with {@code [.., K, N]}, the leading
 * axes broadcast, vectors without M or N as NumPy's matmul.
 */
final class MatrixPairs {
  /** Rows of a left matrix. */
  final int m;

  /** Columns of a left matrix, rows of a right one. */
  final int k;

  /** Columns of a right matrix. */
  final int n;

  private final int[] dims;
  private final int[] left;
  private final int[] right;

  MatrixPairs(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      throw Operands.malformed(
          "a matrix product needs at least vectors, found "
              + Operands.text(a)
              + " and "
              + Operands.text(b));
    }
    m = a.length == 1 ? 1 : a[a.length - 2];
    k = a[a.length - 1];
    n = b.length == 1 ? 1 : b[b.length - 1];
    if (k != (b.length == 1 ? b[0] : b[b.length - 2])) {
      throw Operands.malformed(
          "the inner dimensions of " + Operands.text(a) + " and " + Operands.text(b) + " differ");
    }
    int[] outerA = outer(a);
    int[] outerB = outer(b);
    int[] outer = IndexMap.broadcastDims(outerA, outerB);
    left = IndexMap.broadcast(outerA, outer).source();
    right = IndexMap.broadcast(outerB, outer).source();
    int rank = outer.length;
    dims = Arrays.copyOf(outer, rank + (a.length > 1 ? 1 : 0) + (b.length > 1 ? 1 : 0));
    if (a.length > 1) {
      dims[rank] = m;
    }
    if (b.length > 1) {
      dims[dims.length - 1] = n;
    }
  }

  private static int[] outer(int[] dims) {
    return Arrays.copyOf(dims, Math.max(0, dims.length - 2));
  }

  /** The dims of the product. */
  int[] dims() {
    return dims.clone();
  }

  /** The number of elements of the product. */
  int size() {
    return Operands.count(dims);
  }

  /** The number of pairs. */
  int count() {
    return left.length;
  }

  /** Where the left matrix of a pair begins. */
  int left(int pair) {
    return left[pair] * m * k;
  }

  /** Where the right matrix of a pair begins. */
  int right(int pair) {
    return right[pair] * k * n;
  }

  /** Where the product of a pair begins. */
  int product(int pair) {
    return pair * m * n;
  }
}
