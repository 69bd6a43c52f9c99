package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.longs;
import static org.spikezip.api.reference.Evaluate.one;
import static org.spikezip.api.reference.Evaluate.rejects;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.ShapeOf;

final class SequencesTest {
  private static Tensor range(long start, long limit, long step) {
    return one(new Range(), Tensor.scalar(start), Tensor.scalar(limit), Tensor.scalar(step));
  }

  private static Tensor range(float start, float limit, float step) {
    return one(new Range(), Tensor.scalar(start), Tensor.scalar(limit), Tensor.scalar(step));
  }

  @Test
  void integers() {
    assertEquals(longs(0, 1, 2), range(0, 3, 1));
    assertEquals(longs(1, 4), range(1, 7, 3));
    assertEquals(longs(1, 4, 7), range(1, 8, 3));
    assertEquals(longs(5, 3), range(5, 1, -2));
    assertEquals(longs(), range(5, 5, 1));
    assertEquals(longs(), range(5, 9, -1));
  }

  @Test
  void floatsAreProducts() {
    assertEquals(floats(0, 0.1f, 0.2f, 3 * 0.1f), range(0f, 0.4f, 0.1f));
    assertEquals(floats(3, 2.5f, 2), range(3f, 1.5f, -0.5f));
    assertEquals(floats(), range(1f, 0f, 1f));
  }

  @Test
  void rangesEnd() {
    Tensor zero = Tensor.scalar(0L);
    Tensor one = Tensor.scalar(1L);
    rejects(ErrorCode.MALFORMED, "[0.0, 1.0, 0.0] has no end", new Range(), zero, one, zero);
    Tensor far = Tensor.scalar(1L << 40);
    rejects(ErrorCode.MALFORMED, "has no end", new Range(), zero, far, one);
    Tensor least = Tensor.scalar(Long.MIN_VALUE);
    rejects(ErrorCode.MALFORMED, "overflow", new Range(), least, far, one);
    Tensor nan = Tensor.scalar(Float.NaN);
    rejects(ErrorCode.MALFORMED, "has no end", new Range(), nan, nan, nan);
    rejects(ErrorCode.MALFORMED, "takes numbers", new Range(), longs(1, 2), zero, one);
  }

  @Test
  void shapeAndFill() {
    Tensor x = Tensor.of(new float[6], 2, 1, 3);
    assertEquals(longs(2, 1, 3), one(new ShapeOf(), x));
    assertEquals(longs(), one(new ShapeOf(), Tensor.scalar(1f)));
    assertEquals(
        Tensor.of(new int[] {7, 7}, 2, 1), one(new Fill(Tensor.of(new int[] {7}, 1)), longs(2, 1)));
    assertEquals(Tensor.scalar(7L), one(new Fill(Tensor.of(new long[] {7}, 1)), longs()));
    rejects(ErrorCode.MALFORMED, "negative", new Fill(Tensor.scalar(1f)), longs(-1));
    rejects(ErrorCode.MALFORMED, "one element", new Fill(floats(1, 2)), longs(1));
  }
}
