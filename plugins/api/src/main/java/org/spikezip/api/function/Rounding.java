package org.spikezip.api.function;

/**
 * How a quantizer rounds {@code x / theta}. The quotient is one float division.
 *
 * <p>Both clip the code into {@code min <= code <= max}. NaN has code 0 before clipping; infinities
 * and quotients beyond the range of {@code int} saturate before clipping.
 */
public enum Rounding {
  /** To the nearest integer, ties to the even one (ONNX QuantizeLinear). */
  HALF_EVEN,

  /** {@code floor(x / theta + 0.5)} in float, ties upward (learned step size quantizers). */
  HALF_UP;

  /** Returns the code of x at threshold {@code theta > 0}. */
  public int code(float x, float theta, int min, int max) {
    return this == HALF_EVEN ? halfEven(x, theta, min, max) : halfUp(x, theta, min, max);
  }

  /** Returns the code of x by {@link #HALF_EVEN}. */
  public static int halfEven(float x, float theta, int min, int max) {
    return clip((int) Math.rint(x / theta), min, max);
  }

  /** Returns the code of x by {@link #HALF_UP}. */
  public static int halfUp(float x, float theta, int min, int max) {
    return clip((int) Math.floor(x / theta + 0.5f), min, max);
  }

  private static int clip(int code, int min, int max) {
    return Math.max(min, Math.min(max, code));
  }
}
