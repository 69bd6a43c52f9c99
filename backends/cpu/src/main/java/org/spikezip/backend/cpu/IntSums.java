package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** Sums that always fit into 32 bits. */
final class IntSums implements WeightSums {
  private final SynapseWeights weights;
  private final int[] sums;
  private final int[] resting;

  IntSums(SynapseWeights weights, RestingRows rows) {
    this.weights = weights;
    int stride = weights.stride();
    sums = new int[Math.multiplyExact(rows.rows(), stride)];
    resting = new int[rows.distinct() * stride];
    weights.add(resting, rows.spikes(), 0, stride);
  }

  @Override
  public void reset() {
    for (int at = 0; at < sums.length; at += resting.length) {
      System.arraycopy(resting, 0, sums, at, resting.length);
    }
  }

  @Override
  public void add(SpikeRuns runs, int from, int to) {
    weights.add(sums, runs, from, to);
  }

  @Override
  public void write(int row, float[] out, int at) {
    weights
        .kernels()
        .affine(
            sums,
            row * weights.stride(),
            weights.scale(),
            weights.bias(),
            out,
            at,
            weights.columns());
  }
}
