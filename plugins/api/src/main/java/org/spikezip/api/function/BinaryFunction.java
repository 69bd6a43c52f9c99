package org.spikezip.api.function;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A function of two numbers, applied element by element.
 *
 * <p>On integers every result wraps to 64 bits; narrower types wrap further at their tensor.
 */
public enum BinaryFunction {
  /** The sum. */
  ADD,
  /** The difference. */
  SUB,
  /** The product. */
  MUL,
  /** The quotient; of integers truncated toward 0, as C. */
  DIV,
  /** {@link Pow}; of integers by multiplying, with a negative exponent truncated toward 0. */
  POW,
  /** The smaller; NaN if one is NaN, and -0 below +0. */
  MIN,
  /** The larger; NaN if one is NaN, and +0 above -0. */
  MAX,
  /**
   * The remainder (ONNX Mod): of floats with the sign of the dividend, exact, as C's fmod ({@code
   * fmod = 1}); of integers with the sign of the divisor ({@code fmod = 0}).
   */
  MOD;

  /** Returns the function of that symbol, if there is one. */
  public static Optional<BinaryFunction> bySymbol(String symbol) {
    return Arrays.stream(values()).filter(f -> f.symbol().equals(symbol)).findFirst();
  }

  /** Returns the printable name, as {@code add}. */
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the value of this function at floats. */
  public float apply(float a, float b) {
    return switch (this) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> Pow.pow(a, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case MOD -> a % b;
    };
  }

  /**
   * Returns the value of this function at integers.
   *
   * @throws ArithmeticException for DIV and MOD by 0 and for POW of 0 to a negative exponent
   */
  public long apply(long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / nonZero(b, a);
      case POW -> power(a, b);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case MOD -> Math.floorMod(a, nonZero(b, a));
    };
  }

  private long nonZero(long divisor, long dividend) {
    if (divisor == 0) {
      throw new ArithmeticException(
          "Integer " + symbol() + " of " + dividend + " by 0: expected a divisor other than 0");
    }
    return divisor;
  }

  private static long power(long base, long exponent) {
    if (exponent < 0) {
      if (base == 0) {
        throw new ArithmeticException(
            "Integer pow of 0 to " + exponent + ": expected an exponent of 0 or more");
      }
      return base == 1 || base == -1 ? power(base, exponent & 1) : 0;
    }
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      result *= (rest & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }
}
