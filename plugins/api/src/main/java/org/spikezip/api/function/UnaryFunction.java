package org.spikezip.api.function;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A function of one float, applied element by element. */
public enum UnaryFunction {
  /** {@code -x}: flips the sign bit. */
  NEG,
  /** {@code |x|}: clears the sign bit. */
  ABS,
  /** {@link Exp}. */
  EXP,
  /** {@link Log}. */
  LOG,
  /** {@link Sqrt}. */
  SQRT,
  /** {@link Rsqrt}. */
  RSQRT,
  /** {@code 1 / x}. */
  RECIPROCAL,
  /** {@code x < 0 ? 0 : x}: keeps -0 and NaN. */
  RELU,
  /** {@link Sigmoid}. */
  SIGMOID,
  /** {@link Tanh}. */
  TANH,
  /** {@link Erf}. */
  ERF,
  /** {@link Gelu}. */
  GELU,
  /** {@link GeluTanh}. */
  GELU_TANH,
  /** {@link Silu}. */
  SILU,
  /** {@link Sin}. */
  SIN,
  /** {@link Cos}. */
  COS,
  /** The largest integer not above x. */
  FLOOR,
  /** The smallest integer not below x; -0 between -1 and 0. */
  CEIL,
  /** The nearest integer, ties to the even one; keeps the sign of a zero. */
  ROUND,
  /** 1, -1, or x itself for a zero and NaN. */
  SIGN,
  /** {@link Softplus}. */
  SOFTPLUS;

  /** Returns the function of that symbol, if there is one. */
  public static Optional<UnaryFunction> bySymbol(String symbol) {
    return Arrays.stream(values()).filter(f -> f.symbol().equals(symbol)).findFirst();
  }

  /** Returns the printable name, as {@code gelu_tanh}. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the value of this function at x. */
  public float apply(float x) {
    return switch (this) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case EXP -> Exp.exp(x);
      case LOG -> Log.log(x);
      case SQRT -> Sqrt.sqrt(x);
      case RSQRT -> Rsqrt.rsqrt(x);
      case RECIPROCAL -> 1f / x;
      case RELU -> x < 0f ? 0f : x;
      case SIGMOID -> Sigmoid.sigmoid(x);
      case TANH -> Tanh.tanh(x);
      case ERF -> Erf.erf(x);
      case GELU -> Gelu.gelu(x);
      case GELU_TANH -> GeluTanh.geluTanh(x);
      case SILU -> Silu.silu(x);
      case SIN -> Sin.sin(x);
      case COS -> Cos.cos(x);
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case ROUND -> (float) Math.rint(x);
      case SIGN -> Math.signum(x);
      case SOFTPLUS -> Softplus.softplus(x);
    };
  }

  /** Applies this function to the n elements from {@code in[inOffset]} on; may work in place. */
  public void apply(float[] in, int inOffset, float[] out, int outOffset, int n) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = apply(in[inOffset + i]);
    }
  }
}
