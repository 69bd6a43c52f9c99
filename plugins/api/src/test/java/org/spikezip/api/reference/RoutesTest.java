package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.all;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.longs;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.rejects;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;

final class RoutesTest {
  private static Tensor of(ElementType type, float[] values, int... dims) {
    return one(new Cast(type), Tensor.of(values, dims));
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void everyElementTypeMoves(ElementType type) {
    Tensor x = of(type, new float[] {0, 1, 1, 0, 0, 1}, 2, 3);
    assertEquals(
        of(type, new float[] {0, 0, 1, 0, 1, 1}, 3, 2), one(new Transpose(List.of(1, 0)), x));
    assertEquals(
        of(type, new float[] {0, 1, 1, 1, 0, 0, 1, 1}, 2, 4),
        one(new Pad(List.of(0, 0, 0, 1), 1f), x));
    assertEquals(
        of(type, new float[] {0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1}, 2, 6), one(new Concat(1), x, x));
    assertEquals(
        of(type, new float[] {0, 1, 1, 0, 0, 1}, 3, 1, 2),
        one(new Reshape(false), x, longs(3, 1, -1)));
    List<Tensor> parts = all(new Split(1, List.of(2, 1)), x);
    assertEquals(of(type, new float[] {0, 1, 0, 0}, 2, 2), parts.get(0));
    assertEquals(of(type, new float[] {1, 1}, 2, 1), parts.get(1));
  }

  @Test
  void reshapeKeepsOrInfersDims() {
    Tensor x = Tensor.of(new float[12], 2, 3, 2);
    assertEquals(List.of(2, 6), shape(one(new Reshape(false), x, longs(0, -1))));
    assertEquals(List.of(2, 3, 2, 1), shape(one(new Reshape(false), x, longs(0, 0, -1, 1))));
    Tensor empty = Tensor.of(new float[0], 0, 3);
    assertEquals(List.of(3, 0), shape(one(new Reshape(true), empty, longs(3, 0))));
    assertEquals(List.of(0, 5), shape(one(new Reshape(false), empty, longs(-1, 5))));
    assertEquals(List.of(), shape(one(new Reshape(false), floats(1), longs())));
    rejects(ErrorCode.MALFORMED, "cannot reshape", new Reshape(false), x, longs(-1, -1));
    rejects(ErrorCode.MALFORMED, "cannot reshape", new Reshape(false), x, longs(7));
  }

  @Test
  void squeezeAndUnsqueeze() {
    Tensor x = Tensor.of(new float[3], 1, 3, 1);
    assertEquals(List.of(3, 1), shape(one(new Squeeze(List.of(0)), x)));
    assertEquals(List.of(3), shape(one(new Squeeze(List.of(0, -1)), x)));
    assertEquals(List.of(1, 3, 1, 1, 1), shape(one(new Unsqueeze(List.of(-1, 2)), x)));
    rejects(ErrorCode.MALFORMED, "cannot drop axis 1", new Squeeze(List.of(1)), x);
    rejects(ErrorCode.MALFORMED, "twice", new Unsqueeze(List.of(1, 1)), x);
  }

  @Test
  void indicesGiveTheirShape() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Tensor indices = Tensor.of(new int[] {0, 2, -2, 1}, 2, 2);
    assertEquals(
        Tensor.of(new float[] {1, 3, 2, 2, 4, 6, 5, 5}, 2, 2, 2), one(new Gather(1), x, indices));
    assertEquals(Tensor.of(new float[] {4, 5, 6}, 3), one(new Gather(0), x, Tensor.scalar(1)));
  }

  @Test
  void slicesTakeOptionalOperands() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(
        Tensor.of(new float[] {3, 2, 1, 6, 5, 4}, 2, 3),
        one(new Slice(), x, longs(-1), longs(-9), longs(1), longs(-1)));
    assertEquals(
        Tensor.of(new float[] {1, 3}, 1, 2),
        one(new Slice(), x, longs(0, 0), longs(1, 3), HostOps.ABSENT, longs(1, 2)));
  }

  @Test
  void expandRepeats() {
    assertEquals(
        Tensor.of(new float[] {1, 1, 2, 2}, 2, 2),
        one(new Expand(), Tensor.of(new float[] {1, 2}, 2, 1), longs(2)));
  }

  @Test
  void concatRejectsWhatDoesNotFit() {
    Tensor x = Tensor.of(new float[6], 2, 3);
    rejects(
        ErrorCode.MALFORMED,
        "cannot put [2,2] after",
        new Concat(0),
        x,
        Tensor.of(new float[4], 2, 2));
    rejects(ErrorCode.MALFORMED, "one element type", new Concat(0), x, Tensor.of(new int[6], 2, 3));
    rejects(ErrorCode.MALFORMED, "takes 1 or more inputs", new Concat(0));
  }

  private static List<Integer> shape(Tensor x) {
    return Arrays.stream(x.dims()).boxed().toList();
  }
}
