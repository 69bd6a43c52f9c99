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

  /**
   * The largest element. A NaN may be passed over, since its own exponential makes the sum NaN; nor
   * does the sign of a zero matter to the exponentials.
   */
  private static float max(float[] a, int at, int n) {
    FloatVector p = FloatVector.fromArray(FLOATS, a, at + n - LANES);
    FloatVector q = p;
    int i = 0;
    for (; i < n - 2 * LANES; i += 2 * LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, at + i);
      FloatVector y = FloatVector.fromArray(FLOATS, a, at + i + LANES);
      p = p.blend(x, x.compare(VectorOperators.GT, p));
      q = q.blend(y, y.compare(VectorOperators.GT, q));
    }
    if (i < n - LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, at + i);
      p = p.blend(x, x.compare(VectorOperators.GT, p));
    }
    return p.max(q).reduceLanes(VectorOperators.MAX);
  }

  private static void exponentials(
      float[] in, int inOffset, float max, float[] out, int outOffset, int n) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, inOffset);
    for (int i = 0, at = 0; i < n; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, n - LANES);
      next = FloatVector.fromArray(FLOATS, in, inOffset + ahead);
      VectorExp.exp(x.sub(max)).intoArray(out, outOffset + at);
      at = ahead;
    }
  }

  static void scale(float[] a, int aOffset, float factor, float[] out, int outOffset, int n) {
    FloatVector last = FloatVector.fromArray(FLOATS, a, aOffset + n - LANES).mul(factor);
    for (int i = 0; i < n - LANES; i += LANES) {
      FloatVector.fromArray(FLOATS, a, aOffset + i).mul(factor).intoArray(out, outOffset + i);
    }
    last.intoArray(out, outOffset + n - LANES);
  }
}
