package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeBatch;

/** Sums of 8-bit weights that always fit into 32 bits. */
final class IntSums implements WeightSums {
  private final byte[] weights;
  private final int inputs;
  private final int columns;
  private final float[] scale;
  private final float[] bias;
  private final Kernels kernels;
  private final int[] sums;
  private final int[] resting;

  IntSums(
      byte[] weights,
      int inputs,
      int columns,
      float[] scale,
      float[] bias,
      int[] rest,
      Kernels kernels) {
    this.weights = weights;
    this.inputs = inputs;
    this.columns = columns;
    this.scale = scale;
    this.bias = bias;
    this.kernels = kernels;
    RestingRows rows = new RestingRows(rest, inputs);
    sums = new int[Math.multiplyExact(rows.rows(), columns)];
    resting = new int[rows.distinct() * columns];
    for (int row = 0; row < rows.distinct(); row++) {
      SpikeBatch spikes = rows.spikes(row);
      kernels.addRows(
          resting, row * columns, weights, columns, spikes, row * inputs, 0, spikes.count);
    }
  }

  @Override
  public void reset() {
    for (int at = 0; at < sums.length; at += resting.length) {
      System.arraycopy(resting, 0, sums, at, resting.length);
    }
  }

  @Override
  public void add(int row, SpikeBatch spikes, int from, int to) {
    kernels.addRows(sums, row * columns, weights, columns, spikes, row * inputs, from, to);
  }

  @Override
  public void write(int row, float[] out, int at) {
    kernels.affine(sums, row * columns, scale, bias, out, at, columns);
  }
}
