package org.spikezip.backend.cpu.kernel;

import org.spikezip.api.function.Rounding;

/** Plain loops: the twin that runs everywhere. */
final class ScalarKernels implements Kernels {
  static final Kernels INSTANCE = new ScalarKernels();

  private ScalarKernels() {}

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public void addRows(
      int[] sums,
      int s0,
      byte[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (row[i] - firstRow) * columns;
      int by = spike[i];
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += by * weights[w + j];
      }
    }
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (row[i] - firstRow) * columns;
      long by = spike[i];
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
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int w = (row[i] - firstRow) * columns;
      long by = spike[i];
      for (int j = 0; j < columns; j++) {
        sums[s0 + j] += by * weights[w + j];
      }
    }
  }

  @Override
  public void addScaled(int[] sums, int s0, int[] codes, int c0, int factor, int n) {
    for (int j = 0; j < n; j++) {
      sums[s0 + j] += factor * codes[c0 + j];
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
  public void codes(
      org.spikezip.ir.op.Rounding rounding,
      float[] x,
      int x0,
      Thresholds thresholds,
      int p0,
      int[] out,
      int n) {
    float[] theta = thresholds.theta();
    int[] min = thresholds.min();
    int[] max = thresholds.max();
    if (rounding == org.spikezip.ir.op.Rounding.HALF_EVEN) {
      for (int j = 0; j < n; j++) {
        out[j] = Rounding.halfEven(x[x0 + j], theta[p0 + j], min[p0 + j], max[p0 + j]);
      }
    } else {
      for (int j = 0; j < n; j++) {
        out[j] = Rounding.halfUp(x[x0 + j], theta[p0 + j], min[p0 + j], max[p0 + j]);
      }
    }
  }
}
