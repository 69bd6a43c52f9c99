package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;
import static org.spikezip.backend.cpu.vector.Lanes.LANES;

import jdk.incubator.vector.FloatVector;
import org.spikezip.api.function.Rsqrt;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.backend.cpu.kernel.FunctionKernels;

/** The float functions in vectors; rows shorter than a vector go to the definitions. */
public final class VectorFunctions implements FunctionKernels {
  private final FunctionKernels plain = FunctionKernels.scalar();

  @Override
  public String description() {
    return FLOATS.vectorBitSize() + "-bit vectors";
  }

  @Override
  public void softmax(float[] in, int inOffset, float[] out, int outOffset, int n) {
    if (n < LANES) {
      plain.softmax(in, inOffset, out, outOffset, n);
    } else {
      VectorSoftmax.row(in, inOffset, out, outOffset, n);
    }
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
    if (n < LANES) {
      plain.layerNorm(in, inOffset, gamma, beta, out, outOffset, n, epsilon);
      return;
    }
    float mean = VectorSums.sum(in, inOffset, n) / n;
    float variance = VectorSums.sumOfSquaredDifferences(in, inOffset, n, mean) / n;
    float inverse = Rsqrt.rsqrt(variance + epsilon);
    normalize(in, inOffset, mean, inverse, gamma, beta, out, outOffset, n - LANES);
  }

  private static void normalize(
      float[] in,
      int inOffset,
      float mean,
      float inverse,
      float[] gamma,
      float[] beta,
      float[] out,
      int outOffset,
      int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, inOffset);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, inOffset + ahead);
      x.sub(mean)
          .mul(inverse)
          .mul(FloatVector.fromArray(FLOATS, gamma, at))
          .add(FloatVector.fromArray(FLOATS, beta, at))
          .intoArray(out, outOffset + at);
      at = ahead;
    }
  }

  @Override
  public void rmsNorm(
      float[] in, int inOffset, float[] gamma, float[] out, int outOffset, int n, float epsilon) {
    if (n < LANES) {
      plain.rmsNorm(in, inOffset, gamma, out, outOffset, n, epsilon);
      return;
    }
    float meanSquare = VectorSums.sumOfSquaredDifferences(in, inOffset, n, 0f) / n;
    float inverse = Rsqrt.rsqrt(meanSquare + epsilon);
    int end = n - LANES;
    FloatVector last =
        FloatVector.fromArray(FLOATS, in, inOffset + end)
            .mul(inverse)
            .mul(FloatVector.fromArray(FLOATS, gamma, end));
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, in, inOffset + i)
          .mul(inverse)
          .mul(FloatVector.fromArray(FLOATS, gamma, i))
          .intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + end);
  }

  @Override
  public void unary(
      UnaryFunction function, float[] in, int inOffset, float[] out, int outOffset, int n) {
    if (n < LANES || !VectorUnary.apply(function, in, inOffset, out, outOffset, n - LANES)) {
      plain.unary(function, in, inOffset, out, outOffset, n);
    }
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    if (n < LANES) {
      plain.add(a, aOffset, b, bOffset, out, outOffset, n);
      return;
    }
    int end = n - LANES;
    FloatVector last =
        FloatVector.fromArray(FLOATS, a, aOffset + end)
            .add(FloatVector.fromArray(FLOATS, b, bOffset + end));
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, a, aOffset + i)
          .add(FloatVector.fromArray(FLOATS, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + end);
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
    if (n < LANES) {
      plain.multiply(a, aOffset, b, bOffset, out, outOffset, n);
      return;
    }
    int end = n - LANES;
    FloatVector last =
        FloatVector.fromArray(FLOATS, a, aOffset + end)
            .mul(FloatVector.fromArray(FLOATS, b, bOffset + end));
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, a, aOffset + i)
          .mul(FloatVector.fromArray(FLOATS, b, bOffset + i))
          .intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + end);
  }

  @Override
  public void scale(float[] a, int aOffset, float factor, float[] out, int outOffset, int n) {
    if (n < LANES) {
      plain.scale(a, aOffset, factor, out, outOffset, n);
    } else {
      VectorSoftmax.scale(a, aOffset, factor, out, outOffset, n);
    }
  }
}
