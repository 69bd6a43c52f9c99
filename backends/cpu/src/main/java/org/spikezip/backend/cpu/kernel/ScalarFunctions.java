package org.spikezip.backend.cpu.kernel;

import org.spikezip.api.function.LayerNorm;
import org.spikezip.api.function.RmsNorm;
import org.spikezip.api.function.Softmax;
import org.spikezip.api.function.UnaryFunction;

/** The definitions, called row by row: the twin that runs everywhere. */
final class ScalarFunctions implements FunctionKernels {
  static final FunctionKernels INSTANCE = new ScalarFunctions();

  private ScalarFunctions() {}

  @Override
  public String description() {
    return "plain loops";
  }

  @Override
  public void softmax(float[] in, int inOffset, float[] out, int outOffset, int n) {
    Softmax.row(in, inOffset, out, outOffset, n);
  }

  @Override
  public void layerNorm(
      float[] in,
      int inOffset,
      float[] gamma,
      float[] beta,
      float[] out,
      int outOffset,
      int n,
      float epsilon) {
    LayerNorm.row(in, inOffset, gamma, 0, beta, 0, out, outOffset, n, epsilon);
  }

  @Override
  public void rmsNorm(
      float[] in, int inOffset, float[] gamma, float[] out, int outOffset, int n, float epsilon) {
    RmsNorm.row(in, inOffset, gamma, 0, out, outOffset, n, epsilon);
  }

  @Override
  public void unary(
      UnaryFunction function, float[] in, int inOffset, float[] out, int outOffset, int n) {
    function.apply(in, inOffset, out, outOffset, n);
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = a[aOffset + i] + b[bOffset + i];
    }
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
    }
  }

  @Override
  public void scale(float[] a, int aOffset, float factor, float[] out, int outOffset, int n) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = a[aOffset + i] * factor;
    }
  }
}
