package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;

/**
 * A product of codes {@code A [.., M, K]} with codes {@code B [.., K, N]}. A spike a of A adds a
 * times a row of B, a spike b of B adds b times a column of A; first those of A with B as it was,
 * then those of B with A as it is, so that each pair counts once. Sums caused by B are kept apart
 * and transposed, so that both are added along rows.
 */
final class BilinearUnit extends FloatUnit {
  private final CodeCell left;
  private final CodeCell right;
  private final ProductShape shape;
  private final Kernels kernels;
  private final Broadcast scaleRows;
  private final float[] scale;

  /** A, each matrix transposed: {@code [batch][K][M]}. */
  private final int[] leftCodes;

  /** B as it is: {@code [batch][K][N]}. */
  private final int[] rightCodes;

  /** Sums by spikes of A: {@code [batch][M][N]}. */
  private final int[] byLeft;

  /** Sums by spikes of B, transposed: {@code [batch][N][M]}. */
  private final int[] byRight;

  private final int[] resting;

  BilinearUnit(
      int node,
      CodeCell left,
      CodeCell right,
      ProductShape shape,
      float[] scale,
      Broadcast scaleRows,
      FloatCell out,
      Kernels kernels) {
    super(node, out);
    this.left = left;
    this.right = right;
    this.shape = shape;
    this.scale = scale;
    this.scaleRows = scaleRows;
    this.kernels = kernels;
    leftCodes = new int[left.elements()];
    rightCodes = new int[right.elements()];
    byLeft = new int[out.elements()];
    byRight = new int[out.elements()];
    resting = new int[out.elements()];
    restCodes();
    for (int batch = 0; batch < shape.batches(); batch++) {
      addResting(batch);
    }
  }

  private void restCodes() {
    int m = shape.m();
    int k = shape.k();
    for (int e = 0; e < leftCodes.length; e++) {
      leftCodes[transposed(e, m, k)] = left.rest()[e];
    }
    System.arraycopy(right.rest(), 0, rightCodes, 0, rightCodes.length);
  }

  private void addResting(int batch) {
    int a = shape.left(batch) * shape.m() * shape.k();
    for (int row = 0; row < shape.m(); row++) {
      for (int i = 0; i < shape.k(); i++) {
        int code = left.rest()[a + row * shape.k() + i];
        if (code != 0) {
          int b = (shape.right(batch) * shape.k() + i) * shape.n();
          kernels.addScaled(
              resting, (batch * shape.m() + row) * shape.n(), right.rest(), b, code, shape.n());
        }
      }
    }
  }

  /**
   * Where element e of a batch of {@code rows × columns} matrices is in the batch of transposed
   * matrices.
   */
  private static int transposed(int e, int rows, int columns) {
    int matrix = e / (rows * columns);
    int row = e / columns % rows;
    int column = e % columns;
    return (matrix * columns + column) * rows + row;
  }

  @Override
  void reset() {
    super.reset();
    restCodes();
    System.arraycopy(resting, 0, byLeft, 0, resting.length);
    Arrays.fill(byRight, 0);
  }

  @Override
  void integrate(Counters counters) {
    for (int i = 0; i < left.spikes.count; i++) {
      counters.synapticOperations += leftSpike(left.spikes.element[i], left.spikes.spike[i]);
    }
    for (int i = 0; i < right.spikes.count; i++) {
      counters.synapticOperations += rightSpike(right.spikes.element[i], right.spikes.spike[i]);
    }
  }

  private long leftSpike(int element, int spike) {
    int k = element % shape.k();
    int row = element / shape.k() % shape.m();
    int[] batches = shape.ofLeft(element / (shape.m() * shape.k()));
    for (int batch : batches) {
      int sums = batch * shape.m() + row;
      int codes = (shape.right(batch) * shape.k() + k) * shape.n();
      kernels.addScaled(byLeft, sums * shape.n(), rightCodes, codes, spike, shape.n());
      dirty.add(sums);
    }
    leftCodes[transposed(element, shape.m(), shape.k())] += spike;
    return (long) batches.length * shape.n();
  }

  private long rightSpike(int element, int spike) {
    int column = element % shape.n();
    int k = element / shape.n() % shape.k();
    int[] batches = shape.ofRight(element / (shape.k() * shape.n()));
    for (int batch : batches) {
      int codes = (shape.left(batch) * shape.k() + k) * shape.m();
      kernels.addScaled(
          byRight, (batch * shape.n() + column) * shape.m(), leftCodes, codes, spike, shape.m());
      for (int row = 0; row < shape.m(); row++) {
        if (leftCodes[codes + row] != 0) {
          dirty.add(batch * shape.m() + row);
        }
      }
    }
    rightCodes[element] += spike;
    return (long) batches.length * shape.m();
  }

  @Override
  void row(int row) {
    int n = shape.n();
    int m = shape.m();
    int transposedRow = row / m * n * m + row % m;
    int base = scaleRows.base(row);
    for (int j = 0; j < n; j++) {
      int sum = byLeft[row * n + j] + byRight[transposedRow + j * m];
      out.data[row * n + j] = sum * scale[base + j * scaleRows.stride()];
    }
  }
}
