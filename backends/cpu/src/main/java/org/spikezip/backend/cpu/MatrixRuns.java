package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** The runs of a value of matrices, by matrix: for each a list. */
final class MatrixRuns {
  private final int rows;
  private final int[] first;
  private final int[] spikes;
  private int[] next = new int[8];

  /**
   * Lists for the matrices of a value.
   *
   * @param allRows rows of the value
   * @param rows rows of one matrix
   */
  MatrixRuns(int allRows, int rows) {
    this.rows = rows;
    int matrices = rows == 0 ? 0 : allRows / rows;
    first = new int[matrices];
    spikes = new int[matrices];
  }

  void read(SpikeRuns runs) {
    Arrays.fill(first, -1);
    Arrays.fill(spikes, 0);
    if (next.length < runs.count()) {
      next = new int[2 * runs.count()];
    }
    for (int run = 0; run < runs.count(); run++) {
      int matrix = runs.row(run) / rows;
      next[run] = first[matrix];
      first[matrix] = run;
      spikes[matrix] += runs.end(run) - runs.start(run);
    }
  }

  /** The first run of a matrix, or −1. */
  int first(int matrix) {
    return first[matrix];
  }

  /** The run after this one of the same matrix, or −1. */
  int next(int run) {
    return next[run];
  }

  /** How many spikes a matrix has; one that was cut counts as its parts. */
  int spikes(int matrix) {
    return spikes[matrix];
  }
}
