package org.spikezip.ir.op;

import java.util.Locale;

/**
 * A function of one number. {@code NOT} takes and gives booleans, {@code IS_NAN} gives booleans.
 */
public enum UnaryKind {
  NEG,
  ABS,
  EXP,
  LOG,
  SQRT,
  RSQRT,
  RECIPROCAL,
  RELU,
  SIGMOID,
  TANH,
  ERF,
  GELU,
  GELU_TANH,
  SILU,
  SIN,
  COS,
  FLOOR,
  CEIL,
  ROUND,
  SIGN,
  SOFTPLUS,
  NOT,
  IS_NAN;

  /** The operator's name in the text form. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
