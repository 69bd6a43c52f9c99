package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bits of every function over a fixed sweep, as one hash each.
 *
 * <p>These bits are part of the format: spike trains, artifacts in use and every other backend
 * depend on them. If a hash changes by accident, undo the change. If on purpose: state the new
 * operation order or constants in docs/float-functions.md, change every backend's kernels with it,
 * raise the version of the artifact, and only then replace the constants here.
 */
final class GoldenBitsTest {
  private static final int STEP = 9973;

  static Stream<Arguments> unary() {
    return Stream.of(
        arguments(UnaryFunction.NEG, 0x8be3b17e404637fL),
        arguments(UnaryFunction.ABS, 0xe5b0dd86404637fL),
        arguments(UnaryFunction.EXP, 0x2dbdd68c2c78fb9eL),
        arguments(UnaryFunction.LOG, 0x178ac6c6fa881ff3L),
        arguments(UnaryFunction.SQRT, 0x17bd1dae9bf54111L),
        arguments(UnaryFunction.RSQRT, 0xa5e0ebc1eca62f4bL),
        arguments(UnaryFunction.RECIPROCAL, 0x99f512a33d56934aL),
        arguments(UnaryFunction.RELU, 0x3a112b0497f4f1d5L),
        arguments(UnaryFunction.SIGMOID, 0xa6a060a439a5cb55L),
        arguments(UnaryFunction.TANH, 0xa4b68dd1bd29e741L),
        arguments(UnaryFunction.ERF, 0xa355a2d08e3e7230L),
        arguments(UnaryFunction.GELU, 0x281ce7156eb73240L),
        arguments(UnaryFunction.GELU_TANH, 0xd2651cf093546126L),
        arguments(UnaryFunction.SILU, 0x324f6671f51652deL),
        arguments(UnaryFunction.SIN, 0x168e3fb0fc547adeL),
        arguments(UnaryFunction.COS, 0xacdd4de6fa31324cL),
        arguments(UnaryFunction.FLOOR, 0xd0ace4972d65431fL),
        arguments(UnaryFunction.CEIL, 0x5f0411634c874547L),
        arguments(UnaryFunction.ROUND, 0xce7d300d29cdfad3L),
        arguments(UnaryFunction.SIGN, 0x5f4e38323b16b0f5L),
        arguments(UnaryFunction.SOFTPLUS, 0x62dddea5a1f1b862L));
  }

  @ParameterizedTest
  @MethodSource("unary")
  void unary(UnaryFunction f, long expected) {
    Hash hash = new Hash();
    for (long bits = 0; bits < 1L << 32; bits += STEP) {
      hash.add(f.apply(Float.intBitsToFloat((int) bits)));
    }
    hash.assertIs(expected, f.symbol());
  }

  @Test
  void pow() {
    Hash hash = new Hash();
    for (long bits = 0; bits < 1L << 32; bits += 199L * STEP) {
      for (float y = -12f; y <= 12f; y += 0.25f) {
        hash.add(Pow.pow(Float.intBitsToFloat((int) bits), y));
      }
    }
    hash.assertIs(0x6eadd7e732b2c43cL, "pow");
  }

  @Test
  void rows() {
    Hash hash = new Hash();
    for (int n = 0; n < 70; n++) {
      float[] in = Rows.random(n, 30f);
      float[] gamma = Rows.random(n, 2f);
      float[] out = new float[n];
      hash.add(Sums.sum(in, 0, n));
      hash.add(Sums.sumOfSquaredDifferences(in, 0, n, 1.5f));
      Softmax.row(in, 0, out, 0, n);
      hash.add(out);
      LogSoftmax.row(in, 0, out, 0, n);
      hash.add(out);
      LayerNorm.row(in, 0, gamma, 0, in, 0, out, 0, n, 1e-5f);
      hash.add(out);
      RmsNorm.row(in, 0, gamma, 0, out, 0, n, 1e-5f);
      hash.add(out);
    }
    hash.assertIs(0xfdaaedc896e9e58L, "rows");
  }

  @Test
  void codes() {
    Hash hash = new Hash();
    for (long bits = 0; bits < 1L << 32; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      hash.add(Codes.halfEven(x, 0.037f, -100, 1000));
      hash.add(Codes.halfUp(x, 0.037f, -100, 1000));
    }
    hash.assertIs(0x5a7a26137801c6aeL, "codes");
  }

  /** FNV-1a over 32-bit words, every NaN as one. */
  private static final class Hash {
    private long state = 0xcbf29ce484222325L;

    void add(float x) {
      add(Float.floatToIntBits(x));
    }

    void add(float[] row) {
      for (float x : row) {
        add(x);
      }
    }

    void add(int word) {
      state = (state ^ (word & 0xffffffffL)) * 0x100000001b3L;
    }

    void assertIs(long expected, String what) {
      assertEquals(Long.toHexString(expected), Long.toHexString(state), what);
    }
  }
}
