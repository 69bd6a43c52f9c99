package org.spikezip.backend.cpu.kernel;

import org.spikezip.ir.op.Rounding;

/** Plain loops: the twin that runs everywhere. */
final class ScalarKernels implements Kernels {
  static final Kernels INSTANCE = new ScalarKernels();

  private ScalarKernels() {}

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public FunctionKernels functions() {
    return FunctionKernels.scalar();
  }

  @Override
  public byte[] arrange(byte[] weights, int columns) {
    return weights;
  }

  @Override
  public void addRows(
      int[] sums,
      int s0,
      byte[] arranged,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (spikes.element[i] - first) * columns;
      int by = spikes.spike[i];
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += by * arranged[w + j];
      }
    }
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (spikes.element[i] - first) * columns;
      long by = spikes.spike[i];
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += by * weights[w + j];
      }
    }
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      int[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (spikes.element[i] - first) * columns;
      long by = spikes.spike[i];
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += by * weights[w + j];
      }
    }
  }

  @Override
  public void addCodes(
      int[] sums, int s0, int[] codes, int columns, int[] row, int[] spike, int from, int to) {
    for (int i = from; i < to; i++) {
      int c = row[i] * columns;
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += spike[i] * codes[c + j];
      }
    }
  }

  @Override
  public void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n) {
    for (int j = 0; j < n; j++) {
      float product = sums[s0 + j] * scale[j];
      out[o0 + j] = product + bias[j];
    }
  }

  @Override
  public boolean fire(
      Rounding rounding,
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      SpikeBatch out) {
    boolean arrived = true;
    for (int j = 0; j < n; j++) {
      int away = thresholds.code(rounding, potential[at + j], p0 + j) - tracer[at + j];
      if (away != 0) {
        int spike = Math.max(-maxSpike, Math.min(maxSpike, away));
        arrived &= spike == away;
        tracer[at + j] += spike;
        out.add(at + j, spike);
      }
    }
    return arrived;
  }
}
