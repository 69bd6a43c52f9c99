package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * A product of codes {@code A [.., M, K]} with codes {@code B [.., K, N]}, batch by batch. Few
 * spikes are taken one by one: a spike a of A adds a times a row of B, then a spike b of B adds b
 * times a column of A, with A as it is by then, so that each pair counts once. Where that would
 * cost more than the whole product of the codes as they are, this is computed instead; the sums are
 * the same integers.
 */
final class BilinearUnit extends FloatUnit {
  /**
   * What it costs to add one spike of B to one sum of a column, measured against one step of {@link
   * Kernels#multiply}: its memory is scattered.
   */
  private static final int SCATTER_COST = 24;

  private static final int OPERATIONS_PER_NANOSECOND = 16;

  private final CodeCell left;
  private final CodeCell right;
  private final ProductShape shape;
  private final Kernels kernels;
  private final Broadcast scaleRows;

  /** The scale of each distinct row, written out. */
  private final float[] scale;

  /** N, padded. */
  private final int stride;

  /** A: {@code [matrix][M][K]}. */
  private final int[] leftCodes;

  /** B: {@code [matrix][K][stride]}. */
  private final int[] rightCodes;

  /** {@code [batch][M][stride]}. */
  private final int[] sums;

  private final int[] restingRight;
  private final int[] restingSums;
  private final MatrixRuns leftRuns;
  private final MatrixRuns rightRuns;

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
    this.scale = scaleRows.stride() == 1 ? scale : repeated(scale, shape.n());
    this.scaleRows = scaleRows;
    this.kernels = kernels;
    stride = Kernels.padded(shape.n(), Kernels.CODE_PADDING);
    leftCodes = left.rest().clone();
    int rightRows = right.rows();
    restingRight = new int[Math.multiplyExact(rightRows, stride)];
    for (int row = 0; row < rightRows; row++) {
      System.arraycopy(right.rest(), row * shape.n(), restingRight, row * stride, shape.n());
    }
    rightCodes = restingRight.clone();
    sums = new int[Math.multiplyExact(shape.batches() * shape.m(), stride)];
    leftRuns = new MatrixRuns(left.rows(), shape.m());
    rightRuns = new MatrixRuns(rightRows, shape.k());
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
    counters.crew.share(denseOperations() / OPERATIONS_PER_NANOSECOND, this::multiplyDense);
    for (int batch = 0; batch < shape.batches(); batch++) {
      mark(batch);
    }
  }

  /** Whether the spikes of this step cost more one by one than the product as a whole. */
  private boolean isDense(int batch) {
    long ofRight = rightRuns.spikes(shape.right(batch));
    long events =
        (long) leftRuns.spikes(shape.left(batch)) * stride + ofRight * shape.m() * SCATTER_COST;
    return ofRight > 0 && events > (long) shape.m() * shape.k() * stride;
  }

  private long denseOperations() {
    long operations = 0;
    for (int batch = 0; batch < shape.batches(); batch++) {
      operations += isDense(batch) ? (long) shape.m() * shape.k() * stride : 0;
    }
    return operations;
  }

  private void multiplyDense(int part, int parts) {
    int end = shape.batches() * (part + 1) / parts;
    for (int batch = shape.batches() * part / parts; batch < end; batch++) {
      if (isDense(batch)) {
        multiply(batch);
      }
    }
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

  private void addLeft(int batch) {
    SpikeRuns runs = left.spikes;
    int matrix = shape.left(batch);
    int codes = shape.right(batch) * shape.k() * stride;
    for (int run = leftRuns.first(matrix); run >= 0; run = leftRuns.next(run)) {
      int row = batch * shape.m() + runs.row(run) - matrix * shape.m();
      kernels.addCodes(sums, row * stride, rightCodes, codes, stride, runs, run);
    }
  }

  private void addRight(int batch) {
    SpikeRuns runs = right.spikes;
    int matrix = shape.right(batch);
    int codes = shape.left(batch) * shape.m() * shape.k() - matrix * shape.k();
    int first = batch * shape.m() * stride;
    for (int run = rightRuns.first(matrix); run >= 0; run = rightRuns.next(run)) {
      int column = codes + runs.row(run);
      for (int entry = runs.start(run); entry < runs.end(run); entry++) {
        int sum = first + runs.index()[entry];
        int spike = runs.spike(run, entry);
        for (int i = 0; i < shape.m(); i++) {
          sums[sum + i * stride] += leftCodes[column + i * shape.k()] * spike;
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
