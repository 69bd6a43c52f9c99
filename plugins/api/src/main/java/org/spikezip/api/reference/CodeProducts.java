package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Synapse;

/**
 * Products of the codes of neurons. The sum of products is exact; it is converted to float, then
 * multiplied by the scale, then, in a synapse, added to the bias: three roundings.
 */
final class CodeProducts {
  private CodeProducts() {}

  static Tensor synapse(Synapse op, List<Tensor> inputs) {
    Operands.requireRank(inputs.get(1).dims(), 2, "the weights");
    MatrixPairs pairs = new MatrixPairs(inputs.get(0).dims(), inputs.get(1).dims());
    float[] out = sums(pairs, inputs.get(0), inputs.get(1));
    int[] row = {pairs.n};
    float[] scale = Elements.broadcast(inputs.get(2), row).floats();
    float[] bias =
        Operands.optional(inputs, 3).map(b -> Elements.broadcast(b, row).floats()).orElse(null);
    for (int i = 0; i < out.length; i++) {
      int j = i % pairs.n;
      out[i] *= scale[j];
      if (bias != null) {
        out[i] += bias[j];
      }
    }
    return Tensor.of(out, pairs.dims());
  }

  static Tensor bilinear(Bilinear op, List<Tensor> inputs) {
    MatrixPairs pairs = new MatrixPairs(inputs.get(0).dims(), inputs.get(1).dims());
    float[] out = sums(pairs, inputs.get(0), inputs.get(1));
    float[] scale = Elements.broadcast(inputs.get(2), pairs.dims()).floats();
    for (int i = 0; i < out.length; i++) {
      out[i] *= scale[i];
    }
    return Tensor.of(out, pairs.dims());
  }

  /** The sums of products, each rounded to float. */
  private static float[] sums(MatrixPairs pairs, Tensor left, Tensor right) {
    int[] a = left.ints();
    int[] b = right.ints();
    boolean narrow = largestSum(pairs.k, a, b) <= Integer.MAX_VALUE;
    float[] out = new float[pairs.size()];
    for (int pair = 0; pair < pairs.count(); pair++) {
      for (int i = 0; i < pairs.m; i++) {
        int from = pairs.left(pair) + i * pairs.k;
        int[] codes = Arrays.copyOfRange(a, from, from + pairs.k);
        int to = pairs.product(pair) + i * pairs.n;
        if (narrow) {
          intRow(codes, b, pairs.right(pair), out, to, pairs.n);
        } else {
          longRow(codes, b, pairs.right(pair), out, to, pairs.n);
        }
      }
    }
    return out;
  }

  /** The largest absolute value that a sum, or a part of it, can have. */
  private static long largestSum(int terms, int[] a, int[] b) {
    try {
      return Math.multiplyExact(Math.multiplyExact(magnitude(a), magnitude(b)), (long) terms);
    } catch (ArithmeticException e) {
      throw Operands.unsupported(
          "sums of "
              + terms
              + " products of "
              + magnitude(a)
              + " and "
              + magnitude(b)
              + " do not fit into 64 bits");
    }
  }

  private static long magnitude(int[] values) {
    long largest = 0;
    for (int value : values) {
      largest = Math.max(largest, Math.abs((long) value));
    }
    return largest;
  }

  private static void intRow(int[] codes, int[] b, int offset, float[] out, int to, int n) {
    int[] sums = new int[n];
    for (int p = 0; p < codes.length; p++) {
      addScaled(sums, codes[p], b, offset + p * n);
    }
    for (int j = 0; j < n; j++) {
      out[to + j] = sums[j];
    }
  }

  private static void addScaled(int[] sums, int code, int[] b, int offset) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += code * b[offset + j];
    }
  }

  private static void longRow(int[] codes, int[] b, int offset, float[] out, int to, int n) {
    long[] sums = new long[n];
    for (int p = 0; p < codes.length; p++) {
      addScaled(sums, codes[p], b, offset + p * n);
    }
    for (int j = 0; j < n; j++) {
      out[to + j] = sums[j];
    }
  }

  private static void addScaled(long[] sums, long code, int[] b, int offset) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += code * b[offset + j];
    }
  }
}
