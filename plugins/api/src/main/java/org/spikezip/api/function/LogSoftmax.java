package org.spikezip.api.function;

/** The logarithm of the softmax of a row. */
public final class LogSoftmax {
  private LogSoftmax() {}

  /**
   * Writes the logarithm of the softmax of the n elements from {@code in[inOffset]} on.
   *
   * @see #row(float[], int, int, float[], int, int, int)
   */
  public static void row(float[] in, int inOffset, float[] out, int outOffset, int n) {
    row(in, inOffset, 1, out, outOffset, 1, n);
  }

  /**
   * Writes {@code (x_i - max x) - log(sum exp(x_i - max x))}, the sum in the order of {@link Sums}.
   *
   * <p>A row of -Inf alone, or with a NaN or +Inf, gives NaN everywhere. May work in place. An
   * {@code n} of 0 writes nothing.
   */
  public static void row(
      float[] in, int inOffset, int inStride, float[] out, int outOffset, int outStride, int n) {
    float max = Sums.max(in, inOffset, inStride, n);
    float[] exponentials = new float[n];
    for (int i = 0; i < n; i++) {
      float difference = in[inOffset + i * inStride] - max;
      exponentials[i] = Exp.exp(difference);
      out[outOffset + i * outStride] = difference;
    }
    float logarithm = Log.log(Sums.sum(exponentials, 0, n));
    for (int i = 0; i < n; i++) {
      out[outOffset + i * outStride] -= logarithm;
    }
  }
}
