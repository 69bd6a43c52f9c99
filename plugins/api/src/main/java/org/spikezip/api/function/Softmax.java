package org.spikezip.api.function;

/** Softmax of a row. */
public final class Softmax {
  private Softmax() {}

  /**
   * Writes the softmax of the n elements from {@code in[inOffset]} on.
   *
   * @see #row(float[], int, int, float[], int, int, int)
   */
  public static void row(float[] in, int inOffset, float[] out, int outOffset, int n) {
    row(in, inOffset, 1, out, outOffset, 1, n);
  }

  /**
   * Writes {@code e_i (1 / sum e)} with {@code e_i = exp(x_i - max x)}, the sum in the order of
   * {@link Sums}.
   *
   * <p>A row of -Inf alone, or with a NaN or +Inf, gives NaN everywhere (as ONNX Runtime). May work
   * in place. An {@code n} of 0 writes nothing.
   */
  public static void row(
      float[] in, int inOffset, int inStride, float[] out, int outOffset, int outStride, int n) {
    float max = Sums.max(in, inOffset, inStride, n);
    for (int i = 0; i < n; i++) {
      out[outOffset + i * outStride] = Exp.exp(in[inOffset + i * inStride] - max);
    }
    float reciprocal = 1f / Sums.sum(out, outOffset, outStride, n);
    for (int i = 0; i < n; i++) {
      out[outOffset + i * outStride] *= reciprocal;
    }
  }
}
