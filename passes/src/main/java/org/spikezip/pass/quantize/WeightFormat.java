package org.spikezip.pass.quantize;

import java.util.Locale;
import org.spikezip.ir.ElementType;

/** How weights are kept: symmetric integers with a scale a column. */
enum WeightFormat {
  /** Four bits, kept in bytes. */
  INT4(ElementType.I8, 7),
  INT8(ElementType.I8, 127),
  INT16(ElementType.I16, Short.MAX_VALUE),
  /** Fixed point: finer than the 24 bits of a float at the largest weight of a column. */
  FLOAT(ElementType.I32, 1 << 30);

  private final ElementType type;
  private final int largest;

  WeightFormat(ElementType type, int largest) {
    this.type = type;
    this.largest = largest;
  }

  ElementType type() {
    return type;
  }

  /** The largest absolute value. */
  int largest() {
    return largest;
  }

  static WeightFormat ofSymbol(String symbol) {
    return valueOf(symbol.toUpperCase(Locale.ROOT));
  }
}
