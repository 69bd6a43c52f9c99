package org.spikezip.ir;

import java.util.Locale;

/** What one element of a tensor is. Sizes are in bits; everything is stored little-endian. */
public enum ElementType {
  F32(32),
  F64(64),
  F16(16),
  BF16(16),
  I4(4),
  U4(4),
  I8(8),
  U8(8),
  I16(16),
  U16(16),
  I32(32),
  U32(32),
  I64(64),
  U64(64),
  BOOL(8);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  public int bits() {
    return bits;
  }

  /**
   * Bytes that {@code count} elements take; two 4-bit elements share a byte, the first in its low
   * half.
   */
  public long bytes(long count) {
    return bits == 4 ? Math.addExact(count, 1) / 2 : Math.multiplyExact(count, bits / 8);
  }

  public boolean isFloat() {
    return this == F32 || this == F64 || this == F16 || this == BF16;
  }

  public boolean isInteger() {
    return !isFloat() && this != BOOL;
  }

  /** The name in the text form, such as {@code f32}. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of this text-form name. */
  public static ElementType ofSymbol(String symbol) {
    for (ElementType type : values()) {
      if (type.symbol().equals(symbol)) {
        return type;
      }
    }
    throw new SpikezipException(ErrorCode.MALFORMED, "unknown element type '" + symbol + "'");
  }
}
