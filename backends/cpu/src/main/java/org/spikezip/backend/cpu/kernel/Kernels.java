package org.spikezip.backend.cpu.kernel;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.Rounding;

/** The inner loops. Stateless; implementations differ in speed only. */
public interface Kernels {
  /** What this is, for people, such as {@code 512-bit vectors}. */
  String description();

  /**
   * Adds weight rows into sums: {@code sums[s0+j] += spike[i]·weights[row[i]·columns + j]} for i in
   * from..to, j in 0..columns.
   *
   * @param sums int32 sums; the caller makes sure that they cannot overflow
   * @param s0 where the sums begin
   * @param weights rows of {@code columns} weights
   * @param row weight row of each spike, after subtracting {@code firstRow}
   */
  void addRows(
      int[] sums,
      int s0,
      byte[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to);

  /** The same for 16-bit weights and 64-bit sums. */
  void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to);

  /** The same for 32-bit weights and 64-bit sums. */
  void addRows(
      long[] sums,
      int s0,
      int[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to);

  /** {@code sums[s0+j] += factor·codes[c0+j]} for j in 0..n. */
  void addScaled(int[] sums, int s0, int[] codes, int c0, int factor, int n);

  /** {@code out[o0+j] = (float) sums[s0+j] · scale[j] + bias[j]}, two roundings; for j in 0..n. */
  void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n);

  /**
   * Codes of a row: {@code clip(round(x[x0+j]/theta[p0+j]), min[p0+j], max[p0+j])} for j in 0..n.
   */
  void codes(Rounding rounding, float[] x, int x0, Thresholds thresholds, int p0, int[] out, int n);

  static Kernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /**
   * The kernels in vectors.
   *
   * @throws SpikezipException UNAVAILABLE if the runtime has no {@code jdk.incubator.vector}
   */
  static Kernels vector() {
    return VectorProbe.find()
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.UNAVAILABLE,
                    "the module jdk.incubator.vector is not there",
                    "start Java with --add-modules jdk.incubator.vector"));
  }

  /** The fastest that work here. */
  static Kernels best() {
    return VectorProbe.find().orElse(scalar());
  }
}
