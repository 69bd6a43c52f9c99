package org.spikezip.ir.op;

import java.util.Locale;

/** What a quantizer does with a value halfway between two codes. */
public enum Rounding {
  /** To the even code, as ONNX QuantizeLinear. */
  HALF_EVEN,
  /** To the larger code, as {@code floor(x/θ + ½)}. */
  HALF_UP;

  /** The word in the text form. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Rounding ofSymbol(String symbol) {
    return valueOf(symbol.toUpperCase(Locale.ROOT));
  }
}
