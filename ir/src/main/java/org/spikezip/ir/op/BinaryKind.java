package org.spikezip.ir.op;

import java.util.Locale;

/** A function of two numbers, with NumPy's broadcasting. Comparisons and logic give booleans. */
public enum BinaryKind {
  ADD,
  SUB,
  MUL,
  DIV,
  POW,
  MIN,
  MAX,
  MOD,
  EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  AND,
  OR,
  XOR;

  /** The operator's name in the text form. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it compares numbers. */
  public boolean isComparison() {
    return compareTo(EQUAL) >= 0 && compareTo(GREATER_OR_EQUAL) <= 0;
  }

  /** Whether it combines booleans. */
  public boolean isLogic() {
    return compareTo(AND) >= 0;
  }
}
