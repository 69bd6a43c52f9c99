package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** A product of codes whose sums always fit into 32 bits. */
final class IntBilinearUnit extends BilinearUnit {
  /** The memory of a column is scattered. */
  private static final int SCATTER_COST = 24;

  private static final int OPERATIONS_PER_NANOSECOND = 16;

  private final Kernels kernels;
  private final Broadcast scaleRows;

  /** The scale of each distinct row, written out. */
  private final float[] scale;

  private final int[] sums;
  private final int[] restingSums;

  IntBilinearUnit(
      int node,
      CodeCell left,
      CodeCell right,
      ProductShape shape,
      float[] scale,
      Broadcast scaleRows,
      FloatCell out,
      Kernels kernels) {
    super(node, left, right, shape, out, SCATTER_COST, OPERATIONS_PER_NANOSECOND);
    this.scale = scaleRows.stride() == 1 ? scale : repeated(scale, shape.n());
    this.scaleRows = scaleRows;
    this.kernels = kernels;
    sums = new int[Math.multiplyExact(shape.batches() * shape.m(), stride)];
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
    kernels.addCodes(sums, sum, rightCodes, ofRight, stride, runs, run);
  }

  @Override
  void addColumn(int sum, int ofLeft, int spike) {
    for (int i = 0; i < shape.m(); i++) {
      sums[sum + i * stride] += leftCodes[ofLeft + i * shape.k()] * spike;
    }
  }

  @Override
  void row(int row) {
    int width = shape.n();
    int base = scaleRows.base(row) * (scaleRows.stride() == 1 ? 1 : width);
    kernels.scale(sums, row * stride, scale, base, out.data, row * width, width);
  }

  private static float[] repeated(float[] values, int times) {
    float[] all = new float[values.length * times];
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(all, i * times, (i + 1) * times, values[i]);
    }
    return all;
  }
}
