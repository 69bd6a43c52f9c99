package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeBatch;

/** Sums of 16-bit or 32-bit weights, in 64 bits. */
final class LongSums implements WeightSums {
  private final short[] medium;
  private final int[] wide;
  private final int inputs;
  private final int columns;
  private final float[] scale;
  private final float[] bias;
  private final Kernels kernels;
  private final long[] sums;
  private final long[] resting;

  /** Sums of {@code medium} weights, or of {@code wide} ones if there are no medium ones. */
  LongSums(
      short[] medium,
      int[] wide,
      int inputs,
      int columns,
      float[] scale,
      float[] bias,
      int[] rest,
      Kernels kernels) {
    this.medium = medium;
    this.wide = wide;
    this.inputs = inputs;
    this.columns = columns;
    this.scale = scale;
    this.bias = bias;
    this.kernels = kernels;
    RestingRows rows = new RestingRows(rest, inputs);
    sums = new long[Math.multiplyExact(rows.rows(), columns)];
    resting = new long[rows.distinct() * columns];
    for (int row = 0; row < rows.distinct(); row++) {
      SpikeBatch spikes = rows.spikes(row);
      add(resting, row, spikes, 0, spikes.count);
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
    add(sums, row, spikes, from, to);
  }

  private void add(long[] target, int row, SpikeBatch spikes, int from, int to) {
    int at = row * columns;
    int first = row * inputs;
    if (medium.length > 0) {
      kernels.addRows(target, at, medium, columns, spikes, first, from, to);
    } else {
      kernels.addRows(target, at, wide, columns, spikes, first, from, to);
    }
  }

  @Override
  public void write(int row, float[] out, int at) {
    for (int j = 0; j < columns; j++) {
      float product = sums[row * columns + j] * scale[j];
      out[at + j] = product + bias[j];
    }
  }
}
