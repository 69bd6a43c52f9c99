package org.spikezip.ir;

import java.util.OptionalLong;

/**
 * One dimension of a shape, or one element of a shape that the graph computes: a number, a named
 * unknown such as {@code batch}, a product or sum of those written as text, or {@code ?}.
 */
public record Dim(long size, String symbol) {
  /** A dimension of which nothing is known. */
  public static final Dim UNKNOWN = new Dim(0, "?");

  public static Dim of(long size) {
    return new Dim(size, "");
  }

  public static Dim symbol(String symbol) {
    if (symbol.isEmpty()) {
      throw new IllegalArgumentException("a symbolic dimension needs a name");
    }
    return new Dim(0, symbol);
  }

  public boolean isFixed() {
    return symbol.isEmpty();
  }

  public boolean isUnknown() {
    return symbol.equals("?");
  }

  public OptionalLong fixed() {
    return isFixed() ? OptionalLong.of(size) : OptionalLong.empty();
  }

  /** Whether both can be the same number. */
  public boolean compatible(Dim other) {
    return !isFixed() || !other.isFixed() || size == other.size;
  }

  public Dim plus(Dim other) {
    if (isFixed() && other.isFixed()) {
      return of(Math.addExact(size, other.size));
    }
    return combine("+", other, 0);
  }

  public Dim minus(Dim other) {
    if (isFixed() && other.isFixed()) {
      return of(Math.subtractExact(size, other.size));
    }
    return equals(other) && !isUnknown() ? of(0) : combine("-", other, 0);
  }

  public Dim times(Dim other) {
    if (isFixed() && other.isFixed()) {
      return of(Math.multiplyExact(size, other.size));
    }
    if ((isFixed() && size == 0) || (other.isFixed() && other.size == 0)) {
      return of(0);
    }
    return combine("*", other, 1);
  }

  /** The quotient rounded toward zero. */
  public Dim dividedBy(Dim other) {
    if (isFixed() && other.isFixed() && other.size != 0) {
      return of(size / other.size);
    }
    return equals(other) && !isUnknown() ? of(1) : combine("/", other, 1);
  }

  /** 1 if both are the same number whatever the symbols stand for, 0 if they never are. */
  public Dim isEqualTo(Dim other) {
    if (isFixed() && other.isFixed()) {
      return of(size == other.size ? 1 : 0);
    }
    if (isUnknown() || other.isUnknown()) {
      return UNKNOWN;
    }
    if (equals(other)) {
      return of(1);
    }
    return isNegativeBeside(other) || other.isNegativeBeside(this) ? of(0) : UNKNOWN;
  }

  /** Whether this is a negative number and the other a symbol for a size, which is none. */
  private boolean isNegativeBeside(Dim other) {
    return isFixed() && size < 0 && !other.isFixed() && !other.symbol.contains("-");
  }

  private Dim combine(String operator, Dim other, long rightNeutral) {
    if (other.isFixed() && other.size == rightNeutral) {
      return this;
    }
    boolean commutes = operator.equals("+") || operator.equals("*");
    if (commutes && isFixed() && size == rightNeutral) {
      return other;
    }
    if (isUnknown() || other.isUnknown()) {
      return UNKNOWN;
    }
    String text = "(" + this + operator + other + ")";
    return text.length() > 200 ? UNKNOWN : symbol(text);
  }

  @Override
  public String toString() {
    return isFixed() ? Long.toString(size) : symbol;
  }
}
