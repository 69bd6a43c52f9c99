package org.spikezip.backend.cpu.kernel;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.Rounding;

/** The inner loops. Stateless; implementations differ in speed only. */
public interface Kernels {
  /**
   * Rows of code matrices are padded to a multiple of this many columns, so that no kernel has a
   * tail to treat.
   */
  int PADDING = 16;

  /** What this is, for people, such as {@code 512-bit vectors}. */
  String description();

  /** The float functions of rows. */
  FunctionKernels functions();

  /**
   * 8-bit weights, rows of {@code columns}, in the order in which {@link #addRows} of the same
   * kernels wants them.
   *
   * @param weights row-major, within [−128, 127]
   */
  byte[] arrange(byte[] weights, int columns);

  /**
   * Adds weight rows into sums: {@code sums[s0+j] += spike[i]·weight(element[i]−first, j)} for i in
   * from..to, j in 0..columns.
   *
   * @param sums int32 sums; the caller makes sure that they cannot overflow
   * @param s0 where the sums begin
   * @param arranged weights from {@link #arrange}
   * @param spikes which rows, by how much
   * @param first what to subtract from an element to get its weight row
   */
  void addRows(
      int[] sums,
      int s0,
      byte[] arranged,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to);

  /** The same for row-major 16-bit weights and 64-bit sums. */
  void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to);

  /** The same for row-major 32-bit weights and 64-bit sums. */
  void addRows(
      long[] sums,
      int s0,
      int[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to);

  /**
   * Adds rows of codes into sums: {@code sums[s0+j] += spike[i]·codes[row[i]·columns + j]} for i in
   * from..to, j in 0..columns.
   *
   * @param columns a multiple of {@link #PADDING}
   */
  void addCodes(
      int[] sums, int s0, int[] codes, int columns, int[] row, int[] spike, int from, int to);

  /** {@code out[o0+j] = (float) sums[s0+j] · scale[j] + bias[j]}, two roundings; for j in 0..n. */
  void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n);

  /**
   * Moves a row of tracers toward {@code clip(round(potential/θ), min, max)}, by at most {@code
   * maxSpike} each, and writes down those that moved, in order.
   *
   * @param at where the row begins in {@code potential} and {@code tracer}
   * @param p0 where its thresholds begin
   * @return whether all have arrived
   */
  boolean fire(
      Rounding rounding,
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      SpikeBatch out);

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
