package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.random;
import static org.spikezip.api.reference.Evaluate.randomInts;
import static org.spikezip.api.reference.Evaluate.rejects;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Synapse;

final class CodeProductsTest {
  @Test
  void synapseByHand() {
    Tensor codes = Tensor.of(new int[] {1, -2, 0, 3}, 1, 2, 2);
    Tensor weights = Tensor.of(new byte[] {10, 20, 30, 1, 2, 3}, 2, 3);
    Tensor scale = floats(1, 0.5f, 2);
    assertEquals(
        Tensor.of(new float[] {8, 8, 48, 3, 3, 18}, 1, 2, 3),
        one(new Synapse(), codes, weights, scale));
    assertEquals(
        Tensor.of(new float[] {9, 8, 47, 4, 3, 17}, 1, 2, 3),
        one(new Synapse(), codes, weights, scale, floats(1, 0, -1)));
  }

  @ParameterizedTest
  @CsvSource({"I8,16,127", "I16,255,32767", "I32,255,2147483646", "I32,1000000,2000000000"})
  void sumsAreExactAndRoundedThreeTimes(ElementType type, int code, int weight) {
    int k = 37;
    int n = 19;
    Tensor codes = randomInts(1, -code, code, 3, k);
    Tensor weights = one(new Cast(type), randomInts(2, -weight, weight, k, n));
    Tensor scale = random(3, n);
    Tensor bias = random(4, n);
    float[] y = one(new Synapse(), codes, weights, scale, bias).floats();
    for (int i = 0; i < y.length; i++) {
      BigInteger sum = BigInteger.ZERO;
      for (int p = 0; p < k; p++) {
        sum =
            sum.add(
                BigInteger.valueOf(codes.ints()[i / n * k + p])
                    .multiply(BigInteger.valueOf(weights.ints()[p * n + i % n])));
      }
      float current = sum.floatValue() * scale.floats()[i % n];
      assertEquals(current + bias.floats()[i % n], y[i]);
    }
  }

  @Test
  void bilinearByHand() {
    Tensor a = Tensor.of(new int[] {1, 2, 3, 4}, 2, 1, 2);
    Tensor b = Tensor.of(new int[] {1, -1, 5, 0}, 1, 2, 2);
    Tensor scale = Tensor.of(new float[] {0.5f, 10}, 2, 1, 1);
    assertEquals(
        Tensor.of(new float[] {5.5f, -0.5f, 230, -30}, 2, 1, 2), one(new Bilinear(), a, b, scale));
    assertEquals(
        Tensor.of(new float[] {11, -1, 23, -3}, 2, 1, 2),
        one(new Bilinear(), a, b, Tensor.scalar(1f)));
  }

  @Test
  void whatDoesNotFitIsRejected() {
    Tensor codes = Tensor.of(new int[] {1, 2}, 1, 2);
    rejects(
        ErrorCode.MALFORMED,
        "inner",
        new Synapse(),
        codes,
        Tensor.of(new byte[3], 3, 1),
        floats(1));
    rejects(
        ErrorCode.MALFORMED,
        "the weights must have rank 2",
        new Synapse(),
        codes,
        Tensor.of(new byte[2], 2),
        floats(1));
    rejects(
        ErrorCode.MALFORMED,
        "broadcast",
        new Synapse(),
        codes,
        Tensor.of(new byte[4], 2, 2),
        floats(1, 2, 3));
    int least = Integer.MIN_VALUE;
    Tensor large = Tensor.of(new int[] {least, least}, 1, 2);
    rejects(
        ErrorCode.UNSUPPORTED,
        "64 bits",
        new Bilinear(),
        large,
        large.reshape(2, 1),
        Tensor.scalar(1f));
  }
}
