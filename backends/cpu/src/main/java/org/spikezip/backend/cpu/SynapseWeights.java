package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Tensor;

/**
 * The constants of a synapse, laid out for the kernels and shared by all plans. Weights of 4 and 8
 * bits are kept as bytes, those of 16 bits as shorts, as long as all sums fit into 32 bits; else
 * weights have 32 bits and sums 64.
 */
final class SynapseWeights {
  private enum Format {
    BYTES,
    SHORTS,
    INTS
  }

  private final int inputs;
  private final int columns;
  private final int stride;
  private final Kernels kernels;
  private final float[] scale;
  private final float[] bias;
  private final Format format;
  private final byte[] bytes;
  private final short[] shorts;
  private final int[] ints;

  /**
   * Reads the constants.
   *
   * @param weights {@code [K, N]} integers
   * @param scale {@code [N]}
   * @param bias {@code [N]}, or an empty array for none
   * @param range of the codes, which decides how wide the sums must be
   * @param kernels will add the weights up
   */
  SynapseWeights(Tensor weights, float[] scale, float[] bias, CodeRange range, Kernels kernels) {
    inputs = weights.dim(0);
    columns = weights.dim(1);
    stride = Kernels.padded(columns, Kernels.PADDING);
    this.kernels = kernels;
    this.scale = scale;
    // Adding −0 changes no float, not even −0.
    this.bias = bias.length > 0 ? bias : filled(columns, -0f);
    int[] values = weights.ints();
    format = format(values, columns, range);
    bytes = format == Format.BYTES ? kernels.arrange(narrowed(values), columns) : new byte[0];
    shorts = format == Format.SHORTS ? paddedShorts(values) : new short[0];
    ints = format == Format.INTS ? paddedInts(values) : new int[0];
  }

  private static float[] filled(int n, float value) {
    float[] array = new float[n];
    Arrays.fill(array, value);
    return array;
  }

  private static Format format(int[] weights, int columns, CodeRange range) {
    if (largestSum(weights, columns, range.magnitude()) > Integer.MAX_VALUE) {
      return Format.INTS;
    }
    if (Arrays.stream(weights).allMatch(w -> w == (byte) w)) {
      return Format.BYTES;
    }
    return Arrays.stream(weights).allMatch(w -> w == (short) w) ? Format.SHORTS : Format.INTS;
  }

  private static long largestSum(int[] weights, int columns, int magnitude) {
    long[] sums = new long[columns];
    for (int i = 0; i < weights.length; i++) {
      sums[i % columns] += Math.abs((long) weights[i]) * magnitude;
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  private static byte[] narrowed(int[] values) {
    byte[] narrow = new byte[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (byte) values[i];
    }
    return narrow;
  }

  private short[] paddedShorts(int[] values) {
    short[] padded = new short[Math.multiplyExact(inputs, stride)];
    for (int i = 0; i < values.length; i++) {
      padded[i / columns * stride + i % columns] = (short) values[i];
    }
    return padded;
  }

  private int[] paddedInts(int[] values) {
    int[] padded = new int[Math.multiplyExact(inputs, stride)];
    for (int row = 0; row < inputs; row++) {
      System.arraycopy(values, row * columns, padded, row * stride, columns);
    }
    return padded;
  }

  /** K: how many codes a row has. */
  int inputs() {
    return inputs;
  }

  /** N: how many sums a row has. */
  int columns() {
    return columns;
  }

  /** N with padding. */
  int stride() {
    return stride;
  }

  float[] scale() {
    return scale;
  }

  float[] bias() {
    return bias;
  }

  Kernels kernels() {
    return kernels;
  }

  /** Adds the weights of spikes into sums, in columns from..to, multiples of the padding. */
  void add(int[] sums, SpikeRuns runs, int from, int to) {
    if (format == Format.BYTES) {
      kernels.addRows(sums, stride, bytes, inputs, runs, from, to);
    } else {
      kernels.addRows(sums, stride, shorts, runs, from, to);
    }
  }

  /** The same for sums of 64 bits. */
  void add(long[] sums, SpikeRuns runs, int from, int to) {
    kernels.addRows(sums, stride, ints, runs, from, to);
  }

  /** Sums for these codes, at rest. */
  WeightSums sums(int[] rest) {
    RestingRows rows = new RestingRows(rest, inputs);
    return format == Format.INTS ? new LongSums(this, rows) : new IntSums(this, rows);
  }
}
