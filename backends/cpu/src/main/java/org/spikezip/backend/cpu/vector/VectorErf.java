package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link org.spikezip.api.function.Erf} and {@link org.spikezip.api.function.Gelu} in vectors. */
final class VectorErf {
  private static final float SQRT_HALF = 0.70710677f;
  private static final float SPLIT = 0.84375f;
  private static final int LIMIT_BITS = Float.floatToRawIntBits(4f);
  private static final float C1 = 0.12837917f;
  private static final float C3 = -0.37612593f;
  private static final float C5 = 0.11282912f;
  private static final float C7 = -0.026809534f;
  private static final float C9 = 0.0050618746f;
  private static final float C11 = -0.00063749f;
  private static final float D1 = -0.12853037f;
  private static final float D2 = -0.6356635f;
  private static final float D3 = -0.10533488f;
  private static final float D4 = 0.022937283f;
  private static final float D5 = -0.0032298537f;
  private static final float D6 = 0.00021580802f;

  private VectorErf() {}

  static FloatVector erf(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector magnitude = bits.and(Integer.MAX_VALUE);
    // As integers the magnitudes have the order of their floats; NaN goes by way of near.
    FloatVector far = far(magnitude.min(LIMIT_BITS).reinterpretAsFloats());
    FloatVector t = magnitude.reinterpretAsFloats();
    FloatVector s = t.mul(t);
    FloatVector p = s.mul(C11).add(C9);
    p = p.mul(s).add(C7);
    p = p.mul(s).add(C5);
    p = p.mul(s).add(C3);
    p = p.mul(s).add(C1);
    FloatVector near = p.mul(t).add(t);
    FloatVector y = near.blend(far, t.compare(VectorOperators.GE, SPLIT));
    return y.reinterpretAsInts().or(bits.and(Integer.MIN_VALUE)).reinterpretAsFloats();
  }

  /** For {@code t <= 4}: the exponent is not below -16, within the range of exp. */
  private static FloatVector far(FloatVector t) {
    FloatVector q = t.mul(D6).add(D5);
    q = q.mul(t).add(D4);
    q = q.mul(t).add(D3);
    q = q.mul(t).add(D2);
    q = q.mul(t).add(D1);
    return FloatVector.broadcast(FLOATS, 1f).sub(VectorExp.expWithin(q.mul(t).sub(t)));
  }

  static FloatVector gelu(FloatVector x) {
    return x.mul(0.5f).mul(erf(x.mul(SQRT_HALF)).add(1f));
  }
}
