package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** The constants of a synapse, laid out for the kernels and shared by all plans. */
final class SynapseWeights {
  private final int inputs;
  private final int columns;
  private final Kernels kernels;
  private final float[] scale;
  private final float[] bias;
  private final byte[] narrow;
  private final short[] medium;
  private final int[] wide;

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
    this.kernels = kernels;
    this.scale = scale;
    // Adding −0 changes no float, not even −0.
    this.bias = bias.length > 0 ? bias : filled(columns, -0f);
    int[] values = weights.ints();
    boolean bytes = weights.type() == ElementType.I8 || weights.type() == ElementType.I4;
    boolean fits = bytes && largestSum(values, columns, range.magnitude()) <= Integer.MAX_VALUE;
    boolean shorts = !fits && Arrays.stream(values).allMatch(w -> w == (short) w);
    byte[] narrowed = new byte[fits ? values.length : 0];
    medium = new short[shorts ? values.length : 0];
    wide = fits || shorts ? new int[0] : values;
    for (int i = 0; i < narrowed.length; i++) {
      narrowed[i] = (byte) values[i];
    }
    narrow = kernels.arrange(narrowed, columns);
    for (int i = 0; i < medium.length; i++) {
      medium[i] = (short) values[i];
    }
  }

  private static float[] filled(int n, float value) {
    float[] array = new float[n];
    Arrays.fill(array, value);
    return array;
  }

  private static long largestSum(int[] weights, int columns, int magnitude) {
    long[] sums = new long[columns];
    for (int i = 0; i < weights.length; i++) {
      sums[i % columns] += Math.abs((long) weights[i]) * magnitude;
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  /** K: how many codes a row has. */
  int inputs() {
    return inputs;
  }

  /** N: how many sums a row has. */
  int columns() {
    return columns;
  }

  /** Sums for these codes, at rest. */
  WeightSums sums(int[] rest) {
    if (narrow.length > 0 || inputs * columns == 0) {
      return new IntSums(narrow, inputs, columns, scale, bias, rest, kernels);
    }
    return new LongSums(medium, wide, inputs, columns, scale, bias, rest, kernels);
  }
}
