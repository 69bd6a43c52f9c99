package org.spikezip.backend.cpu.kernel;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.Rounding;

/** The inner loops. Stateless; implementations differ in speed only. */
public interface Kernels {
  /**
   * Rows of weights and of their sums are padded to a multiple of this many columns, so that no
   * kernel has a tail to treat.
   */
  int PADDING = 64;

  /** The same for rows of code matrices and their products. */
  int CODE_PADDING = 16;

  /** So many columns with padding. */
  static int padded(int columns, int padding) {
    return Math.multiplyExact((columns + padding - 1) / padding, padding);
  }

  /** What this is, for people, such as {@code 512-bit vectors}. */
  String description();

  /** The float functions of rows. */
  FunctionKernels functions();

  /**
   * 8-bit weights in the order in which {@link #addRows} of the same kernels wants them, padded.
   *
   * @param weights row-major, within [−128, 127]
   */
  byte[] arrange(byte[] weights, int columns);

  /**
   * Adds weight rows into sums: {@code sums[row·stride + j] += spike·weight(index, j)} for every
   * spike of the runs and j in from..to.
   *
   * @param sums int32 sums; the caller makes sure that they cannot overflow
   * @param stride columns of the sums and of the weights, padded
   * @param arranged weights from {@link #arrange}
   * @param inputs rows of the weights
   * @param from a multiple of {@link #PADDING}, as is {@code to}
   */
  void addRows(
      int[] sums, int stride, byte[] arranged, int inputs, SpikeRuns runs, int from, int to);

  /** The same for row-major 16-bit weights. */
  void addRows(int[] sums, int stride, short[] weights, SpikeRuns runs, int from, int to);

  /** The same for row-major 32-bit weights and 64-bit sums. */
  void addRows(long[] sums, int stride, int[] weights, SpikeRuns runs, int from, int to);

  /**
   * Adds rows of codes into sums: {@code sums[s0+j] += spike·codes[c0 + index·stride + j]} for
   * every spike of a run and j in 0..stride.
   *
   * @param stride columns of the sums and of the codes, a multiple of {@link #CODE_PADDING}
   */
  void addCodes(int[] sums, int s0, int[] codes, int c0, int stride, SpikeRuns runs, int run);

  /**
   * Multiplies rows of codes with a matrix of codes: {@code sums[s0 + i·stride + j] = Σ_k left[l0 +
   * i·depth + k]·right[r0 + k·stride + j]} for i in 0..rows, j in 0..stride.
   *
   * @param stride columns of the sums and of the right codes, a multiple of {@link #CODE_PADDING}
   */
  void multiply(
      int[] sums, int s0, int rows, int[] left, int l0, int depth, int[] right, int r0, int stride);

  /** The same for 64-bit sums. */
  void multiply(
      long[] sums,
      int s0,
      int rows,
      int[] left,
      int l0,
      int depth,
      int[] right,
      int r0,
      int stride);

  /** {@code out[o0+j] = (float) sums[s0+j] · scale[j] + bias[j]}, two roundings; for j in 0..n. */
  void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n);

  /** {@code out[o0+j] = (float) sums[s0+j] · scale[c0+j]} for j in 0..n. */
  void scale(int[] sums, int s0, float[] scale, int c0, float[] out, int o0, int n);

  /**
   * Moves those tracers of a row that are at least {@code least} away from {@code
   * clip(round(potential/θ), min, max)} toward it, by at most {@code maxSpike} each, and writes
   * down those that moved, in order; where {@code maxSpike} is 1, those of +1 before those of −1,
   * as {@link RowSpikes#firstNegative} says.
   *
   * @param at where the row begins in {@code potential} and {@code tracer}
   * @param p0 where its thresholds begin
   * @param least from 1
   * @param out empty before
   * @return how far the farthest tracer is away now; 0 if all have arrived
   */
  int fire(
      Rounding rounding,
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      int least,
      RowSpikes out);

  /**
   * Moves those neurons {@code from..to} of a list that are at least {@code least} away from their
   * targets toward them, by at most {@code maxSpike} each, and writes down those that moved, by
   * element. Those that have not arrived then are left on the list: added to {@link
   * Unsettled#leftElement}, and {@link Unsettled#farthest} is raised to the farthest of them.
   */
  void advance(Unsettled list, int from, int to, int maxSpike, int least, RowSpikes moved);

  /** Writes down by how much {@code n} codes differ from those of before, and which do. */
  void difference(int[] codes, int[] before, int at, int n, RowSpikes out);

  /**
   * The sum of {@link org.spikezip.api.SpikeTrainHash#event} of the spikes of a row.
   *
   * @param layer from {@link org.spikezip.api.SpikeTrainHash#layer}
   * @param first the element of the layer with which the row begins
   */
  long hash(long layer, int first, RowSpikes spikes);

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
