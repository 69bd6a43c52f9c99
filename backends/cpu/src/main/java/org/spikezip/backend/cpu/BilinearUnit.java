package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * A product of codes {@code A [.., M, K]} with codes {@code B [.., K, N]}, batch by batch. Few
 * spikes are taken one by one: a spike a of A adds a times a row of B, then a spike b of B adds b
 * times a column of A, with A as it is by then, so that each pair counts once. Where that would
 * cost more than the whole product of the codes as they are, this is computed instead; the sums are
 * the same integers. Subclasses hold the sums, {@code [batch][M][stride]}.
 */
abstract class BilinearUnit extends FloatUnit {
  final ProductShape shape;

  /** N, padded. */
  final int stride;

  /** A: {@code [matrix][M][K]}. */
  final int[] leftCodes;

  /** B: {@code [matrix][K][stride]}. */
  final int[] rightCodes;

  private final CodeCell left;
  private final CodeCell right;
  private final int[] restingRight;
  private final MatrixRuns leftRuns;
  private final MatrixRuns rightRuns;

  /** What it costs to add one spike of B to one sum, in steps of a whole product. */
  private final int scatterCost;

  /** Steps of a whole product a nanosecond. */
  private final int speed;

  BilinearUnit(
      int node,
      CodeCell left,
      CodeCell right,
      ProductShape shape,
      FloatCell out,
      int scatterCost,
      int speed) {
    super(node, out);
    this.left = left;
    this.right = right;
    this.shape = shape;
    this.scatterCost = scatterCost;
    this.speed = speed;
    stride = Kernels.padded(shape.n(), Kernels.CODE_PADDING);
    leftCodes = left.rest().clone();
    restingRight = new int[Math.multiplyExact(right.rows(), stride)];
    for (int row = 0; row < right.rows(); row++) {
      System.arraycopy(right.rest(), row * shape.n(), restingRight, row * stride, shape.n());
    }
    rightCodes = restingRight.clone();
    leftRuns = new MatrixRuns(left.rows(), shape.m());
    rightRuns = new MatrixRuns(right.rows(), shape.k());
    left.feedSpikes(this);
    right.feedSpikes(this);
  }

  /** Back to the sums of the resting codes. */
  abstract void resetSums();

  /**
   * Computes the sums of a batch anew.
   *
   * @param sum where they begin
   * @param ofLeft where the matrix of A begins
   * @param ofRight where the matrix of B begins
   */
  abstract void multiply(int sum, int ofLeft, int ofRight);

  /**
   * Adds the spikes of a run of A, each times a row of B.
   *
   * @param sum where the row of the sums begins
   * @param ofRight where the matrix of B begins
   */
  abstract void addRows(int sum, int ofRight, SpikeRuns runs, int run);

  /**
   * Adds a spike of B times a column of A.
   *
   * @param sum where the column of the sums begins
   * @param ofLeft where the column of A begins
   */
  abstract void addColumn(int sum, int ofLeft, int spike);

  @Override
  final void countFanOut() {
    shape.countFanOut(left.fanOut(), right.fanOut());
  }

  @Override
  final void reset() {
    super.reset();
    System.arraycopy(left.rest(), 0, leftCodes, 0, leftCodes.length);
    System.arraycopy(restingRight, 0, rightCodes, 0, rightCodes.length);
    resetSums();
  }

  @Override
  final void integrate(Counters counters) {
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
    counters.crew.share(denseOperations() / speed, this::multiplyDense);
    for (int batch = 0; batch < shape.batches(); batch++) {
      mark(batch);
    }
  }

  /** Whether the spikes of this step cost more one by one than the product as a whole. */
  private boolean isDense(int batch) {
    long ofLeft = leftRuns.spikes(shape.left(batch));
    long ofRight = rightRuns.spikes(shape.right(batch));
    return ofLeft * stride + ofRight * shape.m() * scatterCost > operations();
  }

  /** The steps of a batch's whole product. */
  private long operations() {
    return (long) shape.m() * shape.k() * stride;
  }

  private long denseOperations() {
    long operations = 0;
    for (int batch = 0; batch < shape.batches(); batch++) {
      operations += isDense(batch) ? operations() : 0;
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

  /** Computes the sums of all batches. */
  final void multiplyAll() {
    for (int batch = 0; batch < shape.batches(); batch++) {
      multiply(batch);
    }
  }

  private void multiply(int batch) {
    multiply(
        batch * shape.m() * stride,
        shape.left(batch) * shape.m() * shape.k(),
        shape.right(batch) * shape.k() * stride);
  }

  private void addLeft(int batch) {
    SpikeRuns runs = left.spikes;
    int matrix = shape.left(batch);
    int codes = shape.right(batch) * shape.k() * stride;
    for (int run = leftRuns.first(matrix); run >= 0; run = leftRuns.next(run)) {
      int row = batch * shape.m() + runs.row(run) - matrix * shape.m();
      addRows(row * stride, codes, runs, run);
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
        addColumn(first + runs.index()[entry], column, runs.spike(run, entry));
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
}
