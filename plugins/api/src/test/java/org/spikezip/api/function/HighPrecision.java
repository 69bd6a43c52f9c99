package org.spikezip.api.function;

import java.math.BigDecimal;
import java.math.MathContext;

/** Functions to 50 digits, by their series. */
final class HighPrecision {
  static final MathContext DIGITS = new MathContext(50);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal TINY = new BigDecimal("1e-60");
  private static final BigDecimal PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494");

  private HighPrecision() {}

  /** By halving x until it is small, its series, and squaring. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = Math.max(0, x.precision() - x.scale() + 1) * 4;
    BigDecimal small = x.divide(TWO.pow(halvings), DIGITS);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** By Newton's method on {@link #exp}, from the double. */
  static BigDecimal log(BigDecimal x) {
    BigDecimal y = BigDecimal.valueOf(Math.log(x.doubleValue()));
    for (int i = 0; i < 3; i++) {
      BigDecimal e = exp(y);
      y = y.add(TWO.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
    }
    return y;
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate())), DIGITS);
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal e = exp(x.multiply(TWO));
    return e.subtract(ONE).divide(e.add(ONE), DIGITS);
  }

  /** By the series without cancellation: all terms are of one sign. */
  static BigDecimal erf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
      term =
          term.multiply(TWO)
              .multiply(square, DIGITS)
              .divide(BigDecimal.valueOf(2L * n + 1), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return TWO.multiply(exp(square.negate())).multiply(sum, DIGITS).divide(PI.sqrt(DIGITS), DIGITS);
  }

  static BigDecimal gelu(BigDecimal x) {
    BigDecimal inner = erf(x.divide(TWO.sqrt(DIGITS), DIGITS));
    return x.multiply(ONE.add(inner), DIGITS).divide(TWO, DIGITS);
  }

  static BigDecimal geluTanh(BigDecimal x) {
    BigDecimal cube = x.pow(3, DIGITS).multiply(new BigDecimal("0.044715"));
    BigDecimal inner = TWO.divide(PI, DIGITS).sqrt(DIGITS).multiply(x.add(cube), DIGITS);
    return x.multiply(ONE.add(tanh(inner)), DIGITS).divide(TWO, DIGITS);
  }

  static BigDecimal silu(BigDecimal x) {
    return x.multiply(sigmoid(x), DIGITS);
  }

  static BigDecimal softplus(BigDecimal x) {
    return log(ONE.add(exp(x)));
  }

  static BigDecimal sin(BigDecimal x) {
    return alternating(x, x, 1);
  }

  static BigDecimal cos(BigDecimal x) {
    return alternating(x, ONE, 0);
  }

  /** The series of sine (odd 1) or cosine (odd 0) from its first term on; for small x. */
  private static BigDecimal alternating(BigDecimal x, BigDecimal first, int odd) {
    BigDecimal square = x.multiply(x, DIGITS).negate();
    BigDecimal term = first;
    BigDecimal sum = first;
    for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
      long k = 2L * n + odd;
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(k * (k - 1)), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }
}
