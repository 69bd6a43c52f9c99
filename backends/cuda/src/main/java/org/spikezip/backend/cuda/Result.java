package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.driver.Argument.Struct;

/**
 * A cell as a kernel writes it: {@code Result} of rows.cuh.
 *
 * @param seen for each row the tick up to which it has seen its operands
 * @param width of a row, the cell's stretch
 * @param samples how many
 */
record Result(Cell cell, Region seen, int width, int samples) {
  /** Rows of a sample. */
  int rows() {
    return width == 0 ? 0 : cell.elements() / width;
  }

  /** Rows of all samples. */
  int total() {
    return Math.multiplyExact(rows(), samples);
  }

  /**
   * The struct.
   *
   * @param gate the least depth of a neuron that needs it; 0 if it is to be computed in any case
   */
  Argument argument(int gate) {
    return Struct.of(
        cell.data().pointer(),
        cell.stamps().pointer(),
        seen.pointer(),
        new Int32(Math.max(1, rows())),
        new Int32(total()),
        new Int32(width),
        new Int32(gate));
  }
}
