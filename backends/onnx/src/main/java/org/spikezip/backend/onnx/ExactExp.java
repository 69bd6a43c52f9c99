package org.spikezip.backend.onnx;

import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/**
 * The exponential function as {@code org.spikezip.api.function.Exp} defines it. ONNX cannot add to
 * an exponent, so 2^n comes from a table; the product with it is exact.
 */
final class ExactExp {
  private static final float MAX_INPUT = 88.72283f;
  private static final float MIN_INPUT = -87.33654f;
  private static final float MAGIC = 12582912f;
  private static final int MIN_EXPONENT = -126;
  private static final int MAX_EXPONENT = 127;

  private ExactExp() {}

  /** The exponential of any float. */
  static String of(String x, Floats f) {
    return of(x, true, f);
  }

  /** The exponential of what is never above 0; NaN stays NaN. */
  static String ofNegative(String x, Floats f) {
    return of(x, false, f);
  }

  private static String of(String x, boolean large, Floats f) {
    String nan = f.isNan(x);
    String number = f.where(nan, f.of(0), x);
    String low = f.larger(number, f.of(MIN_INPUT));
    String inside = large ? f.smaller(low, f.of(MAX_INPUT)) : low;
    String n = f.minus(f.plus(f.times(inside, f.of(1.442695f)), f.of(MAGIC)), f.of(MAGIC));
    String r = f.minus(inside, f.times(n, f.of(0x1.63p-1f)));
    r = f.minus(r, f.times(n, f.of(-2.1219444e-4f)));
    String p = f.polynomial(r, 0.0013836799f, 0.008369142f, 0.041668106f, 0.16666517f, 0.49999994f);
    String mantissa = f.plus(f.plus(f.times(p, f.times(r, r)), r), f.of(1));
    String y = f.times(mantissa, power(n, large, f));
    y = f.where(f.above(f.of(MIN_INPUT), number), f.of(0), y);
    if (large) {
      // 2^128 is no float: the last doubling is a step of its own.
      y = f.where(f.above(n, f.of(MAX_EXPONENT)), f.times(y, f.of(2)), y);
      y = f.where(f.above(number, f.of(MAX_INPUT)), f.of(Float.POSITIVE_INFINITY), y);
    }
    return f.where(nan, x, y);
  }

  /** 2^n, of n = 128 half. */
  private static String power(String n, boolean large, Floats f) {
    float[] powers = new float[MAX_EXPONENT - MIN_EXPONENT + 1];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.scalb(1f, MIN_EXPONENT + i);
    }
    String table = f.out().constant(Tensor.of(powers, powers.length));
    String row = f.plus(large ? f.smaller(n, f.of(MAX_EXPONENT)) : n, f.of(-MIN_EXPONENT));
    return f.out().add("Gather", List.of(table, f.cast(row, ElementType.I64)));
  }
}
