package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.ints;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.random;
import static org.spikezip.api.reference.Evaluate.rejects;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Transpose;

final class NormsTest {
  @Test
  void equalNumbersHaveEqualShares() {
    assertEquals(floats(0.25f, 0.25f, 0.25f, 0.25f), one(new Softmax(0), floats(7, 7, 7, 7)));
    assertArrayEquals(
        new float[] {-1.3862944f, -1.3862944f, -1.3862944f, -1.3862944f},
        one(new LogSoftmax(-1), floats(7, 7, 7, 7)).floats(),
        1e-6f);
    float third = 1f / 3f;
    assertArrayEquals(
        new float[] {third, 2 * third},
        one(new Softmax(0), floats(0, (float) Math.log(2))).floats(),
        1e-7f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -1, -2})
  void everyAxisIsAsTheLast(int axis) {
    Tensor x = random(1, 3, 19, 5);
    List<Integer> swap =
        switch (axis) {
          case 0 -> List.of(2, 1, 0);
          case 1, -2 -> List.of(0, 2, 1);
          default -> List.of(0, 1, 2);
        };
    for (Op[] pair :
        new Op[][] {
          {new Softmax(axis), new Softmax(2)}, {new LogSoftmax(axis), new LogSoftmax(2)}
        }) {
      Tensor last = one(pair[1], one(new Transpose(swap), x));
      assertEquals(one(new Transpose(swap), last), one(pair[0], x));
    }
  }

  @Test
  void emptyValuesStayEmpty() {
    assertEquals(Tensor.of(new float[0], 2, 0), one(new Softmax(1), Tensor.of(new float[0], 2, 0)));
    assertEquals(Tensor.of(new float[0], 2, 0), one(new Softmax(0), Tensor.of(new float[0], 2, 0)));
  }

  @Test
  void layerNormByHand() {
    Tensor x = Tensor.of(new float[] {1, 3, 10, 30}, 2, 2);
    assertEquals(
        Tensor.of(new float[] {-1, 1, -1, 1}, 2, 2), one(new LayerNorm(-1, 0f), x, floats(1, 1)));
    assertEquals(
        Tensor.of(new float[] {-1, 13, -1, 13}, 2, 2),
        one(new LayerNorm(1, 0f), x, floats(2, 3), floats(1, 10)));
    assertEquals(
        Tensor.of(new float[] {-2, 2, -2, 2}, 2, 2), one(new LayerNorm(1, 0f), x, floats(2)));
  }

  @Test
  void layerNormOverSeveralAxesIsOverOneLongOne() {
    Tensor x = random(1, 2, 3, 4, 5);
    Tensor gamma = random(2, 4, 5);
    Tensor beta = random(3, 4, 5);
    Tensor y = one(new LayerNorm(-2, 1e-5f), x, gamma, beta);
    assertEquals(
        y.reshape(6, 20),
        one(new LayerNorm(-1, 1e-5f), x.reshape(6, 20), gamma.reshape(20), beta.reshape(20)));
    Tensor all = one(new LayerNorm(0, 1e-5f), x, Tensor.scalar(1f));
    assertArrayEquals(x.dims(), all.dims());
  }

  @Test
  void scalesMayDifferByRow() {
    Tensor x = random(1, 2, 3, 4);
    Tensor scale = random(2, 2, 1, 4);
    Tensor plain = one(new RmsNorm(-1, 1e-6f), x, Tensor.scalar(1f));
    assertEquals(
        one(new Binary(BinaryKind.MUL), plain, scale), one(new RmsNorm(-1, 1e-6f), x, scale));
  }

  @Test
  void rmsNormByHand() {
    assertEquals(floats(1, -2), one(new RmsNorm(0, 0f), floats(5, -5), floats(1, 2)));
  }

  @Test
  void onlyFloatsHaveANorm() {
    rejects(ErrorCode.UNSUPPORTED, "i32[2]", new Softmax(0), ints(1, 2));
    rejects(ErrorCode.MALFORMED, "broadcast", new RmsNorm(0, 0f), floats(1, 2), floats(1, 2, 3));
    rejects(ErrorCode.MALFORMED, "axis 1", new Softmax(1), floats(1, 2));
  }
}
