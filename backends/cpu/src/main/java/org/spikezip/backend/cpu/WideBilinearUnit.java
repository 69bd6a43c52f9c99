package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * As {@link BilinearUnit}, where sums do not fit into 32 bits: codes of 16 bits on both sides. One
 * array of 64-bit sums, plain loops.
 */
final class WideBilinearUnit extends FloatUnit {
  private final CodeCell left;
  private final CodeCell right;
  private final ProductShape shape;
  private final Broadcast scaleRows;
  private final float[] scale;

  /** A, {@code [matrix][M][K]}. */
  private final int[] leftCodes;

  /** B, {@code [matrix][K][N]}. */
  private final int[] rightCodes;

  /** {@code [batch][M][N]}. */
  private final long[] sums;

  private final long[] resting;

  WideBilinearUnit(
      int node,
      CodeCell left,
      CodeCell right,
      ProductShape shape,
      float[] scale,
      Broadcast scaleRows,
      FloatCell out) {
    super(node, out);
    this.left = left;
    this.right = right;
    this.shape = shape;
    this.scale = scale;
    this.scaleRows = scaleRows;
    leftCodes = left.rest().clone();
    rightCodes = right.rest().clone();
    sums = new long[shape.batches() * shape.m() * shape.n()];
    for (int e = 0; e < leftCodes.length; e++) {
      addLeft(e, leftCodes[e]);
    }
    resting = sums.clone();
  }

  @Override
  void reset() {
    super.reset();
    System.arraycopy(left.rest(), 0, leftCodes, 0, leftCodes.length);
    System.arraycopy(right.rest(), 0, rightCodes, 0, rightCodes.length);
    System.arraycopy(resting, 0, sums, 0, sums.length);
  }

  @Override
  void integrate(Counters counters) {
    SpikeRuns runs = left.spikes;
    for (int run = 0; run < runs.count(); run++) {
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        int e = runs.row(run) * shape.k() + runs.index()[entry];
        int spike = runs.spike(run, entry);
        leftCodes[e] += spike;
        // A spike that was cut into parts counts once.
        counters.synapticOperations += addLeft(e, spike) * (runs.continues(run) ? 0 : 1);
      }
    }
    runs = right.spikes;
    for (int run = 0; run < runs.count(); run++) {
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        int e = runs.row(run) * shape.n() + runs.index()[entry];
        int spike = runs.spike(run, entry);
        rightCodes[e] += spike;
        counters.synapticOperations += addRight(e, spike) * (runs.continues(run) ? 0 : 1);
      }
    }
  }

  /** Adds a spike of A times a row of B. */
  private long addLeft(int e, int spike) {
    int n = shape.n();
    int row = e / shape.k();
    long operations = 0;
    for (int batch : shape.ofLeft(row / shape.m())) {
      int from = (shape.right(batch) * shape.k() + e % shape.k()) * n;
      int target = batch * shape.m() + row % shape.m();
      for (int j = 0; j < n; j++) {
        sums[target * n + j] += (long) spike * rightCodes[from + j];
      }
      dirty.add(target);
      operations += n;
    }
    return operations;
  }

  /** Adds a spike of B times a column of A. */
  private long addRight(int e, int spike) {
    int n = shape.n();
    int k = shape.k();
    long operations = 0;
    for (int batch : shape.ofRight(e / (k * n))) {
      int from = shape.left(batch) * shape.m() * k + e / n % k;
      for (int i = 0; i < shape.m(); i++) {
        int target = batch * shape.m() + i;
        sums[target * n + e % n] += (long) spike * leftCodes[from + i * k];
        dirty.add(target);
      }
      operations += shape.m();
    }
    return operations;
  }

  @Override
  void row(int row) {
    int n = shape.n();
    int base = scaleRows.base(row);
    for (int j = 0; j < n; j++) {
      out.data[row * n + j] = sums[row * n + j] * scale[base + j * scaleRows.stride()];
    }
  }
}
