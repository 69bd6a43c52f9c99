package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * A product of codes whose sums take 64 bits: codes of 16 bits on both sides, whose spikes are many
 * or large.
 */
final class LongBilinearUnit extends BilinearUnit {
  /** A step of a product of 64 bits takes longer than one of 32. */
  private static final int SCATTER_COST = 8;

  private static final int OPERATIONS_PER_NANOSECOND = 4;

  private final Kernels kernels;
  private final Broadcast scaleRows;
  private final float[] scale;
  private final long[] sums;
  private final long[] restingSums;

  LongBilinearUnit(
      int node,
      CodeCell left,
      CodeCell right,
      ProductShape shape,
      float[] scale,
      Broadcast scaleRows,
      FloatCell out,
      Kernels kernels) {
    super(node, left, right, shape, out, SCATTER_COST, OPERATIONS_PER_NANOSECOND);
    this.scale = scale;
    this.scaleRows = scaleRows;
    this.kernels = kernels;
    sums = new long[Math.multiplyExact(shape.batches() * shape.m(), stride)];
    multiplyAll();
    restingSums = sums.clone();
  }

  @Override
  void resetSums() {
    System.arraycopy(restingSums, 0, sums, 0, sums.length);
  }

  @Override
  void multiply(int sum, int ofLeft, int ofRight) {
    kernels.multiply(
        sums, sum, shape.m(), leftCodes, ofLeft, shape.k(), rightCodes, ofRight, stride);
  }

  @Override
  void addRows(int sum, int ofRight, SpikeRuns runs, int run) {
    for (int entry = runs.start(run); entry < runs.end(run); entry++) {
      int code = ofRight + runs.index()[entry] * stride;
      long spike = runs.spike(run, entry);
      for (int j = 0; j < shape.n(); j++) {
        sums[sum + j] += spike * rightCodes[code + j];
      }
    }
  }

  @Override
  void addColumn(int sum, int ofLeft, int spike) {
    for (int i = 0; i < shape.m(); i++) {
      sums[sum + i * stride] += (long) spike * leftCodes[ofLeft + i * shape.k()];
    }
  }

  @Override
  void row(int row) {
    int base = scaleRows.base(row);
    for (int j = 0; j < shape.n(); j++) {
      float factor = scale[base + j * scaleRows.stride()];
      out.data[row * shape.n() + j] = sums[row * stride + j] * factor;
    }
  }
}
