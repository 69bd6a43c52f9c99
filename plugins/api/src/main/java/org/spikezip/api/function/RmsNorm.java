package org.spikezip.api.function;

/** Root mean square normalization of a row (ONNX RMSNormalization). */
public final class RmsNorm {
  private RmsNorm() {}

  /**
   * Writes {@code (x_i inv) gamma_i}, in that order.
   *
   * <p>{@code inv = 1 / sqrt(sum x_i^2 / n + epsilon)}, the sum in the order of {@link Sums}.
   * Without a gamma pass ones. May work in place. An {@code n} of 0 writes nothing.
   *
   * @param n the elements of the row, below 2^24
   */
  public static void row(
      float[] in,
      int inOffset,
      float[] gamma,
      int gammaOffset,
      float[] out,
      int outOffset,
      int n,
      float epsilon) {
    float meanSquare = Sums.sumOfSquaredDifferences(in, inOffset, n, 0f) / n;
    float inverse = Rsqrt.rsqrt(meanSquare + epsilon);
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = (in[inOffset + i] * inverse) * gamma[gammaOffset + i];
    }
  }
}
