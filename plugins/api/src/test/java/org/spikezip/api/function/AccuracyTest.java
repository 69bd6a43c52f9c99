package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The bounds that docs/float-functions.md states, over a dense sweep. */
final class AccuracyTest {
  private static final float MAX = Float.MAX_VALUE;

  @Test
  void exp() {
    Sweep.assertWithinUlps(1.0, Exp::exp, Math::exp, Exp.MIN_INPUT, Exp.MAX_INPUT);
  }

  @Test
  void expIsExactAtZeroAndNeverSubnormal() {
    assertEquals(1f, Exp.exp(0f));
    assertEquals(1f, Exp.exp(-0f));
    assertEquals(1f, Exp.exp(Float.MIN_VALUE));
    for (float x = -87.3367f; x < -87.3364f; x = Math.nextUp(x)) {
      float y = Exp.exp(x);
      assertTrue(y == 0f || y >= Float.MIN_NORMAL, "exp(" + x + ") = " + y);
    }
  }

  @Test
  void expIsFiniteUpToItsLargestInput() {
    assertTrue(Float.isFinite(Exp.exp(Exp.MAX_INPUT)));
    assertEquals(Float.POSITIVE_INFINITY, Exp.exp(Math.nextUp(Exp.MAX_INPUT)));
  }

  @Test
  void log() {
    Sweep.assertWithinUlps(0.501, Log::log, Math::log, Float.MIN_VALUE, MAX);
  }

  @Test
  void erf() {
    Sweep.assertWithinUlps(1.5, Erf::erf, Sweep::erf, -MAX, MAX);
  }

  @Test
  void tanh() {
    Sweep.assertWithinUlps(1.5, Tanh::tanh, Math::tanh, -MAX, MAX);
  }

  @Test
  void sigmoid() {
    Sweep.assertWithinUlps(2.5, Sigmoid::sigmoid, x -> 1 / (1 + Math.exp(-x)), -88.7f, MAX);
  }

  @Test
  void silu() {
    Sweep.assertWithinUlps(2.5, Silu::silu, x -> x / (1 + Math.exp(-x)), -88.7f, MAX);
  }

  @Test
  void gelu() {
    Sweep.assertWithinUlps(2.0, Gelu::gelu, AccuracyTest::exactGelu, 0f, MAX);
    Sweep.assertWithinOfInput(1.0, Gelu::gelu, AccuracyTest::exactGelu, -MAX, -1e-30f);
  }

  @Test
  void geluTanh() {
    Sweep.assertWithinUlps(2.0, GeluTanh::geluTanh, AccuracyTest::exactGeluTanh, 0f, MAX);
    Sweep.assertWithinOfInput(1.2, GeluTanh::geluTanh, AccuracyTest::exactGeluTanh, -MAX, -1e-30f);
  }

  @Test
  void softplus() {
    Sweep.assertWithinUlps(
        1.5,
        Softplus::softplus,
        x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
        Exp.MIN_INPUT,
        MAX);
  }

  @Test
  void sinAndCos() {
    Sweep.assertWithinUlps(0.501, Sin::sin, StrictMath::sin, -0x1p20f, 0x1p20f);
    Sweep.assertWithinUlps(0.501, Cos::cos, StrictMath::cos, -0x1p20f, 0x1p20f);
  }

  @Test
  void sinAndCosOfLargeInputsAreWithinAnAbsoluteBound() {
    for (float x = 0x1p20f; x <= SinCos.MAX_INPUT; x = x * 1.0001f) {
      assertEquals(StrictMath.sin(x), Sin.sin(x), 2e-7, "sin " + x);
      assertEquals(StrictMath.cos(-x), Cos.cos(-x), 2e-7, "cos " + x);
    }
  }

  @Test
  void rsqrt() {
    Sweep.assertWithinUlps(1.5, Rsqrt::rsqrt, x -> 1 / Math.sqrt(x), Float.MIN_VALUE, MAX);
  }

  private static double exactGelu(double x) {
    return 0.5 * x * (1 + Sweep.erf(x * Math.sqrt(0.5)));
  }

  private static double exactGeluTanh(double x) {
    double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return x / (1 + Math.exp(-2 * inner));
  }
}
