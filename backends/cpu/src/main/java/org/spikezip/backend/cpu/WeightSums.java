package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** The integer sums of a synapse, weights times codes, one row of columns for each row of codes. */
interface WeightSums {
  /** Back to the sums of the resting codes. */
  void reset();

  /**
   * Adds the weights of spikes.
   *
   * @param from first column, a multiple of the padding
   * @param to one after the last column, a multiple of the padding
   */
  void add(SpikeRuns runs, int from, int to);

  /** Writes sums·scale + bias of a row. */
  void write(int row, float[] out, int at);
}
