package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link org.spikezip.api.function.Tanh} and {@link org.spikezip.api.function.GeluTanh} in vectors.
 */
final class VectorTanh {
  private static final float SQRT_TWO_OVER_PI = 0.7978846f;
  private static final float CUBIC = 0.044715f;
  private static final float SPLIT = 0.625f;
  // From 9.02 on tanh is 1; up to 16 exp(2t) needs no limits.
  private static final int LIMIT_BITS = Float.floatToRawIntBits(16f);
  private static final float C3 = -0.33333278f;
  private static final float C5 = 0.13331321f;
  private static final float C7 = -0.05372913f;
  private static final float C9 = 0.020603238f;
  private static final float C11 = -0.005663615f;

  private VectorTanh() {}

  static FloatVector tanh(FloatVector x) {
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
    FloatVector near = p.mul(s).mul(t).add(t);
    FloatVector y = near.blend(far, t.compare(VectorOperators.GE, SPLIT));
    return y.reinterpretAsInts().or(bits.and(Integer.MIN_VALUE)).reinterpretAsFloats();
  }

  private static FloatVector far(FloatVector t) {
    return FloatVector.broadcast(FLOATS, 1f)
        .sub(FloatVector.broadcast(FLOATS, 2f).div(VectorExp.expWithin(t.add(t)).add(1f)));
  }

  static FloatVector geluTanh(FloatVector x) {
    FloatVector inner = x.add(x.mul(x).mul(x).mul(CUBIC)).mul(SQRT_TWO_OVER_PI);
    return x.mul(0.5f).mul(tanh(inner).add(1f));
  }
}
