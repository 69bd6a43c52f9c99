package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeBatch;

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

  /** M and N, padded. */
  private final int m;

  private final int n;

  /** A, each matrix transposed: {@code [matrix][K][m]}. */
  private final int[] leftCodes;

  /** B as it is: {@code [matrix][K][n]}. */
  private final int[] rightCodes;

  /** Sums by spikes of A: {@code [batch][M][n]}. */
  private final int[] byLeft;

  /** Sums by spikes of B, transposed: {@code [batch][N][m]}. */
  private final int[] byRight;

  private final int[] resting;
  private final boolean[] allDirty;
  private final int[] codeRow;

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
    m = padded(shape.m());
    n = padded(shape.n());
    leftCodes = new int[left.elements() / Math.max(1, shape.m()) * m];
    rightCodes = new int[right.elements() / Math.max(1, shape.n()) * n];
    byLeft = new int[shape.batches() * shape.m() * n];
    byRight = new int[shape.batches() * shape.n() * m];
    resting = new int[byLeft.length];
    allDirty = new boolean[shape.batches()];
    codeRow = new int[Math.max(left.elements(), right.elements())];
    rest();
    addResting();
  }

  private static int padded(int size) {
    return (size + Kernels.PADDING - 1) / Kernels.PADDING * Kernels.PADDING;
  }

  private void rest() {
    for (int e = 0; e < left.elements(); e++) {
      leftCodes[leftAt(e)] = left.rest()[e];
    }
    for (int e = 0; e < right.elements(); e++) {
      rightCodes[rightAt(e)] = right.rest()[e];
    }
  }

  /** Where element e of A stands in {@link #leftCodes}. */
  private int leftAt(int e) {
    int matrix = e / (shape.m() * shape.k());
    return (matrix * shape.k() + e % shape.k()) * m + e / shape.k() % shape.m();
  }

  /** Where element e of B stands in {@link #rightCodes}. */
  private int rightAt(int e) {
    return e / shape.n() * n + e % shape.n();
  }

  /** The product at rest, as if all resting codes of A were spikes. */
  private void addResting() {
    SpikeBatch codes = new RestingRows(left.rest(), left.elements()).spikes(0);
    addLeft(codes, resting);
  }

  @Override
  void reset() {
    super.reset();
    rest();
    System.arraycopy(resting, 0, byLeft, 0, resting.length);
    Arrays.fill(byRight, 0);
  }

  @Override
  void integrate(Counters counters) {
    if (left.spikes.count > 0) {
      counters.synapticOperations += addLeft(left.spikes, byLeft);
      for (int i = 0; i < left.spikes.count; i++) {
        leftCodes[leftAt(left.spikes.element[i])] += left.spikes.spike[i];
      }
    }
    if (right.spikes.count > 0) {
      counters.synapticOperations += addRight(right.spikes);
      for (int i = 0; i < right.spikes.count; i++) {
        rightCodes[rightAt(right.spikes.element[i])] += right.spikes.spike[i];
      }
    }
  }

  /** Adds B times spikes of A, those of one row of A together. */
  private long addLeft(SpikeBatch spikes, int[] sums) {
    int k = shape.k();
    long operations = 0;
    int from = 0;
    while (from < spikes.count) {
      int row = spikes.element[from] / k;
      int to = from;
      while (to < spikes.count && spikes.element[to] / k == row) {
        to++;
      }
      for (int batch : shape.ofLeft(row / shape.m())) {
        for (int i = from; i < to; i++) {
          codeRow[i] = shape.right(batch) * k + spikes.element[i] % k;
        }
        int target = batch * shape.m() + row % shape.m();
        kernels.addCodes(sums, target * n, rightCodes, n, codeRow, spikes.spike, from, to);
        dirty.add(target);
        operations += (long) (to - from) * shape.n();
      }
      from = to;
    }
    return operations;
  }

  /** Adds A times spikes of B, those of one column of B together where they come together. */
  private long addRight(SpikeBatch spikes) {
    int k = shape.k();
    long operations = 0;
    Arrays.fill(allDirty, false);
    int from = 0;
    while (from < spikes.count) {
      int matrix = spikes.element[from] / (k * shape.n());
      int column = spikes.element[from] % shape.n();
      int to = from + 1;
      while (to < spikes.count
          && spikes.element[to] % shape.n() == column
          && spikes.element[to] / (k * shape.n()) == matrix) {
        to++;
      }
      for (int batch : shape.ofRight(matrix)) {
        for (int i = from; i < to; i++) {
          codeRow[i] = shape.left(batch) * k + spikes.element[i] / shape.n() % k;
        }
        kernels.addCodes(
            byRight,
            (batch * shape.n() + column) * m,
            leftCodes,
            m,
            codeRow,
            spikes.spike,
            from,
            to);
        markAll(batch);
        operations += (long) (to - from) * shape.m();
      }
      from = to;
    }
    return operations;
  }

  private void markAll(int batch) {
    if (!allDirty[batch]) {
      allDirty[batch] = true;
      for (int row = 0; row < shape.m(); row++) {
        dirty.add(batch * shape.m() + row);
      }
    }
  }

  @Override
  void row(int row) {
    int width = shape.n();
    int transposed = row / shape.m() * width * m + row % shape.m();
    int base = scaleRows.base(row);
    for (int j = 0; j < width; j++) {
      int sum = byLeft[row * n + j] + byRight[transposed + j * m];
      out.data[row * width + j] = sum * scale[base + j * scaleRows.stride()];
    }
  }
}
