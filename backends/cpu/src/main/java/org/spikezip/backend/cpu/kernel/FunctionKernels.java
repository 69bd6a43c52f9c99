package org.spikezip.backend.cpu.kernel;

import org.spikezip.api.function.UnaryFunction;

/**
 * The float functions of {@link org.spikezip.api.function} on rows: n elements from an offset on.
 *
 * <p>Stateless. Implementations differ in speed only: each result has the bits of the definition,
 * where all NaNs are the same. Input and output are the same range or share no element; an n of 0
 * does nothing.
 */
public interface FunctionKernels {
  /** What this is, for people, such as {@code 512-bit vectors}. */
  String description();

  /** Softmax, see {@link org.spikezip.api.function.Softmax}. */
  void softmax(float[] in, int inOffset, float[] out, int outOffset, int n);

  /**
   * Layer normalization, see {@link org.spikezip.api.function.LayerNorm}.
   *
   * @param gamma n factors, used from index 0 on; ones for none
   * @param beta n summands, used from index 0 on; zeros for none
   */
  void layerNorm(
      float[] in,
      int inOffset,
      float[] gamma,
      float[] beta,
      float[] out,
      int outOffset,
      int n,
      float epsilon);

  /**
   * Root mean square normalization, see {@link org.spikezip.api.function.RmsNorm}.
   *
   * @param gamma n factors, used from index 0 on; ones for none
   */
  void rmsNorm(
      float[] in, int inOffset, float[] gamma, float[] out, int outOffset, int n, float epsilon);

  /** The function of each element. */
  void unary(UnaryFunction function, float[] in, int inOffset, float[] out, int outOffset, int n);

  /** {@code out = a + b}, element by element. */
  void add(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n);

  /** {@code out = a b}, element by element. */
  void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n);

  /** {@code out = a factor}, element by element. */
  void scale(float[] a, int aOffset, float factor, float[] out, int outOffset, int n);

  /** The definitions themselves. */
  static FunctionKernels scalar() {
    return ScalarFunctions.INSTANCE;
  }
}
