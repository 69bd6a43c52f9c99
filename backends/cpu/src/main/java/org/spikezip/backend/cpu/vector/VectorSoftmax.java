package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;
import static org.spikezip.backend.cpu.vector.Lanes.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link org.spikezip.api.function.Softmax} of at least {@link Lanes#LANES} elements. */
final class VectorSoftmax {
  private VectorSoftmax() {}

  static void row(float[] in, int inOffset, float[] out, int outOffset, int n) {
    exponentials(in, inOffset, max(in, inOffset, n), out, outOffset, n);
    float reciprocal = 1f / VectorSums.sum(out, outOffset, n);
    scale(out, outOffset, reciprocal, out, outOffset, n);
  }

  /** The largest element, or NaN if there is one: then the exponentials and their sum are NaN. */
  private static float max(float[] a, int at, int n) {
    FloatVector max = FloatVector.fromArray(FLOATS, a, at + n - LANES);
    for (int i = 0; i < n - LANES; i += LANES) {
      max = max.max(FloatVector.fromArray(FLOATS, a, at + i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /** In two loops: in one with the subtraction the JIT compiler would allocate vectors. */
  private static void exponentials(
      float[] in, int inOffset, float max, float[] out, int outOffset, int n) {
    int end = n - LANES;
    FloatVector last = FloatVector.fromArray(FLOATS, in, inOffset + end).sub(max);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, in, inOffset + i).sub(max).intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + end);
    VectorUnary.exp(out, outOffset, out, outOffset, end);
  }

  static void scale(float[] a, int aOffset, float factor, float[] out, int outOffset, int n) {
    FloatVector last = FloatVector.fromArray(FLOATS, a, aOffset + n - LANES).mul(factor);
    for (int i = 0; i < n - LANES; i += LANES) {
      FloatVector.fromArray(FLOATS, a, aOffset + i).mul(factor).intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + n - LANES);
  }
}
