package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;

/**
 * Products of numbers.
 *
 * <p>Each element of a float product starts at +0; the products for k = 0, 1, … are rounded and
 * added one by one, each sum rounded. A convolution is the product of its weights with its {@link
 * Windows}, hence in the order channel, place in the kernel; then the bias is added.
 */
final class Products {
  private Products() {}

  static Tensor matMul(MatMul op, List<Tensor> inputs) {
    Tensor a = inputs.get(0);
    Tensor b = inputs.get(1);
    Elements.requireSameType(a, b);
    MatrixPairs pairs = new MatrixPairs(a.dims(), b.dims());
    if (a.type() == ElementType.F64) {
      return Elements.ofDoubles(
          a.type(), doubles(pairs, Elements.doubles(a), Elements.doubles(b)), pairs.dims());
    }
    if (a.type().isFloat()) {
      return Tensor.ofFloats(a.type(), floats(pairs, a.floats(), b.floats()), pairs.dims());
    }
    return Elements.ofWrapped(a.type(), longs(pairs, a.longs(), b.longs()), pairs.dims());
  }

  private static float[] floats(MatrixPairs pairs, float[] a, float[] b) {
    float[] out = new float[pairs.size()];
    for (int pair = 0; pair < pairs.count(); pair++) {
      multiply(
          a,
          pairs.left(pair),
          b,
          pairs.right(pair),
          out,
          pairs.product(pair),
          pairs.m,
          pairs.k,
          pairs.n);
    }
    return out;
  }

  /** Adds the product of {@code [m,k]} and {@code [k,n]} to {@code out}. */
  private static void multiply(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int m,
      int k,
      int n) {
    float[] row = new float[n];
    for (int i = 0; i < m; i++) {
      Arrays.fill(row, 0f);
      for (int p = 0; p < k; p++) {
        addScaled(row, a[aOffset + i * k + p], b, bOffset + p * n);
      }
      System.arraycopy(row, 0, out, outOffset + i * n, n);
    }
  }

  private static void addScaled(float[] row, float factor, float[] b, int offset) {
    for (int j = 0; j < row.length; j++) {
      row[j] += factor * b[offset + j];
    }
  }

  private static double[] doubles(MatrixPairs pairs, double[] a, double[] b) {
    double[] out = new double[pairs.size()];
    for (int pair = 0; pair < pairs.count(); pair++) {
      for (int i = 0; i < pairs.m; i++) {
        for (int p = 0; p < pairs.k; p++) {
          double factor = a[pairs.left(pair) + i * pairs.k + p];
          int to = pairs.product(pair) + i * pairs.n;
          int from = pairs.right(pair) + p * pairs.n;
          for (int j = 0; j < pairs.n; j++) {
            out[to + j] += factor * b[from + j];
          }
        }
      }
    }
    return out;
  }

  private static long[] longs(MatrixPairs pairs, long[] a, long[] b) {
    long[] out = new long[pairs.size()];
    for (int pair = 0; pair < pairs.count(); pair++) {
      for (int i = 0; i < pairs.m; i++) {
        for (int p = 0; p < pairs.k; p++) {
          long factor = a[pairs.left(pair) + i * pairs.k + p];
          int to = pairs.product(pair) + i * pairs.n;
          int from = pairs.right(pair) + p * pairs.n;
          for (int j = 0; j < pairs.n; j++) {
            out[to + j] += factor * b[from + j];
          }
        }
      }
    }
    return out;
  }

  static Tensor conv(Conv op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weights = inputs.get(1);
    Elements.requireSameType(x, weights);
    if (!x.type().isFloat() || x.type() == ElementType.F64) {
      throw Operands.unsupported("conv of " + x + " is not defined");
    }
    int[] w = weights.dims();
    Operands.requireRank(w, x.rank(), "the weights");
    int groups = op.group();
    if (groups < 1 || x.rank() < 2 || w[0] % groups != 0 || x.dim(1) != (long) w[1] * groups) {
      throw Operands.malformed(
          "input " + x + " does not fit weights " + weights + " in " + groups + " groups");
    }
    Windows windows = Windows.of(op, Arrays.stream(w, 2, w.length).boxed().toList());
    float[] columns = Elements.take(x, windows.columns(x.dims()), 0).floats();
    float[] factors = weights.floats();
    int[] counts = windows.counts(x.dims());
    int[] dims = Arrays.copyOf(new int[] {x.dim(0), w[0]}, x.rank());
    System.arraycopy(counts, 0, dims, 2, counts.length);
    int m = w[0] / groups;
    int k = w[0] == 0 ? 0 : factors.length / w[0];
    int n = Operands.count(counts);
    float[] out = new float[Operands.count(dims)];
    for (int part = 0; part < x.dim(0) * groups; part++) {
      int left = part % groups * m * k;
      multiply(factors, left, columns, part * k * n, out, part * m * n, m, k, n);
    }
    Operands.optional(inputs, 2).ifPresent(bias -> addBias(out, bias, w[0], n));
    return Tensor.ofFloats(x.type(), out, dims);
  }

  private static void addBias(float[] out, Tensor bias, int channels, int n) {
    float[] b = Elements.broadcast(bias, new int[] {channels}).floats();
    for (int i = 0; i < out.length; i++) {
      out[i] += b[i / n % channels];
    }
  }
}
