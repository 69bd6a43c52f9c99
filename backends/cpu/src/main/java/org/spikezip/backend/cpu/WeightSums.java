package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeBatch;

/** The integer sums of a synapse, weights times codes, one row of columns for each row of codes. */
interface WeightSums {
  /** Back to the sums of the resting codes. */
  void reset();

  /**
   * Adds the weights of spikes that all are in one row.
   *
   * @param row row of codes
   * @param spikes their elements lie in {@code row·inputs .. (row+1)·inputs}
   * @param from first spike
   * @param to one after the last
   */
  void add(int row, SpikeBatch spikes, int from, int to);

  /** Writes sums·scale + bias of a row. */
  void write(int row, float[] out, int at);
}
