package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * As {@link BilinearUnit}, where sums do not fit into 32 bits: codes of 16 bits on both sides,
 * whose spikes are many or large. So a batch whose spikes would cost more one by one than its
 * product of the codes as they are is multiplied anew; the sums are the same integers.
 */
final class WideBilinearUnit extends FloatUnit {
  /** As in {@link BilinearUnit}; a step of a product of 64 bits takes longer. */
  private static final int SCATTER_COST = 8;

  private final CodeCell left;
  private final CodeCell right;
  private final ProductShape shape;
  private final Kernels kernels;
  private final Broadcast scaleRows;
  private final float[] scale;

  /** N, padded. */
  private final int stride;

  /** A: {@code [matrix][M][K]}. */
  private final int[] leftCodes;

  /** B: {@code [matrix][K][stride]}. */
  private final int[] rightCodes;

  /** {@code [batch][M][stride]}. */
  private final long[] sums;

  private final int[] restingRight;
  private final long[] restingSums;
  private final MatrixRuns leftRuns;
  private final MatrixRuns rightRuns;

  WideBilinearUnit(
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
    stride = Kernels.padded(shape.n(), Kernels.CODE_PADDING);
    leftCodes = left.rest().clone();
    restingRight = new int[Math.multiplyExact(right.rows(), stride)];
    for (int row = 0; row < right.rows(); row++) {
      System.arraycopy(right.rest(), row * shape.n(), restingRight, row * stride, shape.n());
    }
    rightCodes = restingRight.clone();
    sums = new long[Math.multiplyExact(shape.batches() * shape.m(), stride)];
    leftRuns = new MatrixRuns(left.rows(), shape.m());
    rightRuns = new MatrixRuns(right.rows(), shape.k());
    for (int batch = 0; batch < shape.batches(); batch++) {
      multiply(batch);
    }
    restingSums = sums.clone();
    left.feedSpikes(this);
    right.feedSpikes(this);
  }

  @Override
  void countFanOut() {
    shape.countFanOut(left.fanOut(), right.fanOut());
  }

  @Override
  void reset() {
    super.reset();
    System.arraycopy(left.rest(), 0, leftCodes, 0, leftCodes.length);
    System.arraycopy(restingRight, 0, rightCodes, 0, rightCodes.length);
    System.arraycopy(restingSums, 0, sums, 0, sums.length);
  }

  @Override
  void integrate(Counters counters) {
    if (left.spikes.count() + right.spikes.count() == 0) {
      return;
    }
    leftRuns.read(left.spikes);
    rightRuns.read(right.spikes);
    for (int batch = 0; batch < shape.batches(); batch++) {
      if (!isDense(batch)) {
        addLeft(batch);
      }
    }
    left.spikes.addTo(leftCodes, shape.k());
    for (int batch = 0; batch < shape.batches(); batch++) {
      if (!isDense(batch)) {
        addRight(batch);
      }
    }
    right.spikes.addTo(rightCodes, stride);
    for (int batch = 0; batch < shape.batches(); batch++) {
      if (isDense(batch)) {
        multiply(batch);
      }
      mark(batch);
    }
  }

  /** Whether the spikes of this step cost more one by one than the product as a whole. */
  private boolean isDense(int batch) {
    long ofLeft = leftRuns.spikes(shape.left(batch));
    long ofRight = rightRuns.spikes(shape.right(batch));
    return ofLeft * stride + ofRight * shape.m() * SCATTER_COST
        > (long) shape.m() * shape.k() * stride;
  }

  private void multiply(int batch) {
    kernels.multiply(
        sums,
        batch * shape.m() * stride,
        shape.m(),
        leftCodes,
        shape.left(batch) * shape.m() * shape.k(),
        shape.k(),
        rightCodes,
        shape.right(batch) * shape.k() * stride,
        stride);
  }

  /** Adds each spike of A times a row of B. */
  private void addLeft(int batch) {
    SpikeRuns runs = left.spikes;
    int matrix = shape.left(batch);
    int codes = shape.right(batch) * shape.k() * stride;
    for (int run = leftRuns.first(matrix); run >= 0; run = leftRuns.next(run)) {
      int sum = (batch * shape.m() + runs.row(run) - matrix * shape.m()) * stride;
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        int code = codes + runs.index()[entry] * stride;
        long spike = runs.spike(run, entry);
        for (int j = 0; j < shape.n(); j++) {
          sums[sum + j] += spike * rightCodes[code + j];
        }
      }
    }
  }

  /** Adds each spike of B times a column of A. */
  private void addRight(int batch) {
    SpikeRuns runs = right.spikes;
    int matrix = shape.right(batch);
    int codes = shape.left(batch) * shape.m() * shape.k() - matrix * shape.k();
    int first = batch * shape.m() * stride;
    for (int run = rightRuns.first(matrix); run >= 0; run = rightRuns.next(run)) {
      int column = codes + runs.row(run);
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        int sum = first + runs.index()[entry];
        long spike = runs.spike(run, entry);
        for (int i = 0; i < shape.m(); i++) {
          sums[sum + i * stride] += spike * leftCodes[column + i * shape.k()];
        }
      }
    }
  }

  /** Marks the rows of a batch that changed: all of them, where B changed. */
  private void mark(int batch) {
    int first = batch * shape.m();
    if (rightRuns.spikes(shape.right(batch)) > 0) {
      for (int row = 0; row < shape.m(); row++) {
        dirty.add(first + row);
      }
      return;
    }
    int matrix = shape.left(batch);
    for (int run = leftRuns.first(matrix); run >= 0; run = leftRuns.next(run)) {
      dirty.add(first + left.spikes.row(run) - matrix * shape.m());
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
