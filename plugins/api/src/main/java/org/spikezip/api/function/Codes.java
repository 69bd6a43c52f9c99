package org.spikezip.api.function;

import org.spikezip.ir.op.Rounding;

/**
 * The codes of quantizers: {@code x / theta}, one float division, rounded and clipped into {@code
 * min <= code <= max}.
 *
 * <p>NaN has code 0 before clipping; infinities and quotients beyond the range of {@code int}
 * saturate before clipping.
 */
public final class Codes {
  private Codes() {}

  /** Returns the code of x at threshold {@code theta > 0}. */
  public static int code(Rounding rounding, float x, float theta, int min, int max) {
    return rounding == Rounding.HALF_EVEN
        ? halfEven(x, theta, min, max)
        : halfUp(x, theta, min, max);
  }

  /** Returns the code of x, ties to the even one (ONNX QuantizeLinear). */
  public static int halfEven(float x, float theta, int min, int max) {
    return clip((int) Math.rint(x / theta), min, max);
  }

  /** Returns the code of x by {@code floor(x / theta + 0.5)} in float, ties upward. */
  public static int halfUp(float x, float theta, int min, int max) {
    return clip((int) Math.floor(x / theta + 0.5f), min, max);
  }

  private static int clip(int code, int min, int max) {
    return Math.max(min, Math.min(max, code));
  }
}
