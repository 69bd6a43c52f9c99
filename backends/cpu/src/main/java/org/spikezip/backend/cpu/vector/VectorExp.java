package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.spikezip.api.function.Exp;

/** {@link Exp} in vectors, and the functions that follow from it at once. */
final class VectorExp {
  private static final float LOG2_E = 1.442695f;
  private static final float MAGIC = 12582912f;
  private static final float LN2_HIGH = 0x1.63p-1f;
  private static final float LN2_LOW = -2.1219444e-4f;
  private static final float C2 = 0.49999994f;
  private static final float C3 = 0.16666517f;
  private static final float C4 = 0.041668106f;
  private static final float C5 = 0.008369142f;
  private static final float C6 = 0.0013836799f;

  private VectorExp() {}

  static FloatVector exp(FloatVector x) {
    // Where x <= MAX_INPUT is false, x * Inf is the result: Inf for large x, NaN for NaN.
    return x.mul(Float.POSITIVE_INFINITY)
        .blend(expWithin(x), x.compare(VectorOperators.LE, Exp.MAX_INPUT))
        .blend(0f, x.compare(VectorOperators.LT, Exp.MIN_INPUT));
  }

  /** The same for {@code MIN_INPUT <= x <= MAX_INPUT}; any value for other x. */
  static FloatVector expWithin(FloatVector x) {
    FloatVector shifted = x.mul(LOG2_E).add(MAGIC);
    FloatVector n = shifted.sub(MAGIC);
    FloatVector r = x.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    FloatVector p = r.mul(C6).add(C5);
    p = p.mul(r).add(C4);
    p = p.mul(r).add(C3);
    p = p.mul(r).add(C2);
    p = p.mul(r.mul(r)).add(r).add(1f);
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  static FloatVector sigmoid(FloatVector x) {
    return FloatVector.broadcast(FLOATS, 1f).div(exp(x.neg()).add(1f));
  }

  static FloatVector silu(FloatVector x) {
    return x.div(exp(x.neg()).add(1f));
  }
}
