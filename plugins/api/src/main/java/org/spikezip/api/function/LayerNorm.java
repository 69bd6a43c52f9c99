package org.spikezip.api.function;

/** Layer normalization of a row (ONNX LayerNormalization). */
public final class LayerNorm {
  private LayerNorm() {}

  /**
   * Writes {@code ((x_i - mean) inv) gamma_i + beta_i}, in that order.
   *
   * <p>{@code mean = sum / n}, {@code var = sum (x_i - mean)^2 / n} (two passes, both in the order
   * of {@link Sums}), {@code inv = 1 / sqrt(var + epsilon)}. Without a gamma pass ones, without a
   * beta zeros. May work in place. An {@code n} of 0 writes nothing.
   *
   * @param n the elements of the row, below 2^24
   */
  public static void row(
      float[] in,
      int inOffset,
      float[] gamma,
      int gammaOffset,
      float[] beta,
      int betaOffset,
      float[] out,
      int outOffset,
      int n,
      float epsilon) {
    float mean = Sums.sum(in, inOffset, n) / n;
    float variance = Sums.sumOfSquaredDifferences(in, inOffset, n, mean) / n;
    float inverse = Rsqrt.rsqrt(variance + epsilon);
    for (int i = 0; i < n; i++) {
      float normal = (in[inOffset + i] - mean) * inverse;
      out[outOffset + i] = normal * gamma[gammaOffset + i] + beta[betaOffset + i];
    }
  }
}
