package org.spikezip.backend.cpu.vector;

import static org.spikezip.api.function.Sums.PARTIALS;
import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;
import static org.spikezip.backend.cpu.vector.Lanes.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * {@link org.spikezip.api.function.Sums} of at least {@link Lanes#LANES} elements.
 *
 * <p>The partial sums are the lanes of one, two or four vectors: p, q, r, s.
 */
final class VectorSums {
  private static final int VECTORS = PARTIALS / LANES;
  private static final FloatVector INDEX = FloatVector.zero(FLOATS).addIndex(1);

  /** At k: brings the last k lanes to the front. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final VectorShuffle<Float>[] LAST = new VectorShuffle[LANES + 1];

  static {
    for (int k = 0; k <= LANES; k++) {
      LAST[k] = forward(LANES - k);
    }
  }

  private static final VectorShuffle<Float> FORWARD_8 = forward(8);
  private static final VectorShuffle<Float> FORWARD_4 = forward(4);
  private static final VectorShuffle<Float> FORWARD_2 = forward(2);
  private static final VectorShuffle<Float> FORWARD_1 = forward(1);

  private VectorSums() {}

  static float sum(float[] a, int at, int n) {
    return sum(a, at, n, false, 0f);
  }

  static float sumOfSquaredDifferences(float[] a, int at, int n, float mean) {
    return sum(a, at, n, true, mean);
  }

  private static float sum(float[] a, int at, int n, boolean squares, float mean) {
    FloatVector p = FloatVector.zero(FLOATS);
    FloatVector q = p;
    FloatVector r = p;
    FloatVector s = p;
    int i = 0;
    for (; i <= n - PARTIALS; i += PARTIALS) {
      p = p.add(term(FloatVector.fromArray(FLOATS, a, at + i), squares, mean));
      if (VECTORS > 1) {
        q = q.add(term(FloatVector.fromArray(FLOATS, a, at + i + LANES), squares, mean));
      }
      if (VECTORS > 2) {
        r = r.add(term(FloatVector.fromArray(FLOATS, a, at + i + 2 * LANES), squares, mean));
        s = s.add(term(FloatVector.fromArray(FLOATS, a, at + i + 3 * LANES), squares, mean));
      }
    }
    if (i < n) {
      p = p.add(padded(a, at, n, i, squares, mean));
      if (VECTORS > 1) {
        q = q.add(padded(a, at, n, i + LANES, squares, mean));
      }
      if (VECTORS > 2) {
        r = r.add(padded(a, at, n, i + 2 * LANES, squares, mean));
        s = s.add(padded(a, at, n, i + 3 * LANES, squares, mean));
      }
    }
    return tree(p, q, r, s);
  }

  private static FloatVector term(FloatVector x, boolean squares, float mean) {
    if (!squares) {
      return x;
    }
    FloatVector d = x.sub(mean);
    return d.mul(d);
  }

  /** The terms of the elements from i on, followed by zeros if the row ends before the vector. */
  private static FloatVector padded(float[] a, int at, int n, int i, boolean squares, float mean) {
    int present = Math.max(0, Math.min(n - i, LANES));
    FloatVector x = FloatVector.fromArray(FLOATS, a, at + Math.min(i, n - LANES));
    return term(x.rearrange(LAST[present]), squares, mean)
        .blend(0f, INDEX.compare(VectorOperators.GE, (float) present));
  }

  private static float tree(FloatVector p, FloatVector q, FloatVector r, FloatVector s) {
    FloatVector sum = p;
    if (VECTORS == 4) {
      sum = p.add(r).add(q.add(s));
    }
    if (VECTORS == 2) {
      sum = p.add(q);
    }
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(FORWARD_8));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(FORWARD_4));
    }
    sum = sum.add(sum.rearrange(FORWARD_2));
    sum = sum.add(sum.rearrange(FORWARD_1));
    return sum.lane(0);
  }

  /** Brings lane {@code j + by} to lane j, around the end. */
  private static VectorShuffle<Float> forward(int by) {
    return VectorShuffle.fromOp(FLOATS, j -> (j + by) % LANES);
  }
}
