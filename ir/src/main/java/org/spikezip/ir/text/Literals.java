package org.spikezip.ir.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Strings and numbers as they stand in the text form. */
final class Literals {
  private Literals() {}

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** A word as it is, anything else in quotes. */
  static String name(String text) {
    boolean word =
        !text.isEmpty()
            && Cursor.isWordStart(text.charAt(0))
            && text.chars().allMatch(Cursor::isWord);
    return word ? text : quote(text);
  }

  /** The fewest digits that give this float again; {@code Float.toString} differs between JDKs. */
  static String decimal(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
      return Float.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 9; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (Float.parseFloat(rounded.toString()) == value) {
        return scientific(rounded);
      }
    }
    return scientific(exact.round(new MathContext(9, RoundingMode.HALF_EVEN)));
  }

  /** As {@link #decimal(float)}. */
  static String decimal(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (Double.parseDouble(rounded.toString()) == value) {
        return scientific(rounded);
      }
    }
    return scientific(exact.round(new MathContext(17, RoundingMode.HALF_EVEN)));
  }

  /** Always with a point, so that it is told from a whole number: 0.001 to 10^7 plain. */
  private static String scientific(BigDecimal value) {
    String digits = value.unscaledValue().abs().toString().replaceFirst("0+$", "");
    int exponent = value.precision() - value.scale() - 1;
    String sign = value.signum() < 0 ? "-" : "";
    if (exponent < -3 || exponent >= 7) {
      String fraction = digits.length() == 1 ? "0" : digits.substring(1);
      return sign + digits.charAt(0) + "." + fraction + "E" + exponent;
    }
    String plain = value.abs().stripTrailingZeros().toPlainString();
    return sign + plain + (plain.contains(".") ? "" : ".0");
  }
}
