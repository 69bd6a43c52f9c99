package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds of docs/float-functions.md, to the digits printed there, against 50-digit values. */
class HighPrecisionTest {
  private static final int POINTS = 600;

  /**
   * A function and its bound.
   *
   * @param ulps the bound in the document
   * @param low smallest |x|
   * @param high largest |x|
   * @param negative whether the bound holds below 0, too
   */
  private record Bound(
      String name,
      Sweep.FloatFunction function,
      UnaryOperator<BigDecimal> exact,
      double ulps,
      float low,
      float high,
      boolean negative) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Bound> bounds() {
    return Stream.of(
        new Bound("exp", Exp::exp, HighPrecision::exp, 0.991, 1e-4f, 80, true),
        new Bound("erf", Erf::erf, HighPrecision::erf, 1.163, 1e-3f, 4.2f, true),
        new Bound("tanh", Tanh::tanh, HighPrecision::tanh, 1.332, 1e-4f, 20, true),
        new Bound("sigmoid", Sigmoid::sigmoid, HighPrecision::sigmoid, 2.481, 1e-4f, 80, true),
        new Bound("silu", Silu::silu, HighPrecision::silu, 2.444, 1e-4f, 80, true),
        new Bound("gelu", Gelu::gelu, HighPrecision::gelu, 1.710, 1e-3f, 5, false),
        new Bound("gelu_tanh", GeluTanh::geluTanh, HighPrecision::geluTanh, 1.798, 1e-3f, 5, false),
        new Bound("log", Log::log, HighPrecision::log, 0.501, 1e-6f, 1e6f, false),
        new Bound("softplus", Softplus::softplus, HighPrecision::softplus, 1.462, 1e-3f, 60, true),
        new Bound("sin", Sin::sin, HighPrecision::sin, 0.501, 1e-3f, 30, true),
        new Bound("cos", Cos::cos, HighPrecision::cos, 0.501, 1e-3f, 30, true));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void holds(Bound bound) {
    SplittableRandom random = new SplittableRandom(3);
    double ratio = Math.log(bound.high() / bound.low());
    double worst = 0;
    for (int i = 0; i < POINTS; i++) {
      float size = (float) (bound.low() * Math.exp(ratio * random.nextDouble()));
      float x = bound.negative() && random.nextBoolean() ? -size : size;
      BigDecimal exact = bound.exact().apply(new BigDecimal(x));
      double error =
          new BigDecimal(bound.function().apply(x)).subtract(exact).abs().doubleValue()
              / Math.ulp(exact.floatValue());
      assertTrue(error <= bound.ulps(), () -> bound + "(" + x + "): " + error + " ulp");
      worst = Math.max(worst, error);
    }
    assertTrue(worst > 0.4, bound + ": the error is at most " + worst + ", so it is not measured");
  }
}
