package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** Sums in 64 bits. */
final class LongSums implements WeightSums {
  private final SynapseWeights weights;
  private final long[] sums;
  private final long[] resting;

  LongSums(SynapseWeights weights, RestingRows rows) {
    this.weights = weights;
    int stride = weights.stride();
    sums = new long[Math.multiplyExact(rows.rows(), stride)];
    resting = new long[rows.distinct() * stride];
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
    int s = row * weights.stride();
    for (int j = 0; j < weights.columns(); j++) {
      float product = sums[s + j] * weights.scale()[j];
      out[at + j] = product + weights.bias()[j];
    }
  }
}
