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
import org.spikezip.api.function.Sums;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;

final class ReductionsTest {
  private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  private static Tensor reduce(ReduceKind kind, Tensor x, Integer... axes) {
    return one(new Reduce(kind, List.of(axes), false), x);
  }

  @Test
  void byHand() {
    assertEquals(floats(6, 15), reduce(ReduceKind.SUM, X, 1));
    assertEquals(floats(2.5f, 3.5f, 4.5f), reduce(ReduceKind.MEAN, X, 0));
    assertEquals(floats(3, 6), reduce(ReduceKind.MAX, X, -1));
    assertEquals(floats(1, 2, 3), reduce(ReduceKind.MIN, X, -2));
    assertEquals(Tensor.scalar(720f), reduce(ReduceKind.PROD, X));
    assertEquals(
        Tensor.of(new float[] {21}, 1, 1), one(new Reduce(ReduceKind.SUM, List.of(1, 0), true), X));
    assertEquals(
        Tensor.of(new float[] {6, 15}, 2, 1), one(new Reduce(ReduceKind.SUM, List.of(1), true), X));
  }

  @Test
  void sumsTakeTheReducedAxesInRowMajorOrder() {
    Tensor x = random(1, 5, 7, 11);
    float[] y = reduce(ReduceKind.SUM, x, 2, 0).floats();
    float[] mean = reduce(ReduceKind.MEAN, x, 0, 2).floats();
    for (int j = 0; j < 7; j++) {
      float[] row = new float[55];
      for (int i = 0; i < 55; i++) {
        row[i] = x.floats()[(i / 11 * 7 + j) * 11 + i % 11];
      }
      assertEquals(Sums.sum(row, 0, 55), y[j]);
      assertEquals(Sums.sum(row, 0, 55) / 55f, mean[j]);
    }
  }

  @Test
  void productsRunOneByOne() {
    Tensor x = random(3, 40);
    float product = 1f;
    for (float value : x.floats()) {
      product *= value;
    }
    assertEquals(product, reduce(ReduceKind.PROD, x).floats()[0]);
  }

  @Test
  void integersWrapAndTruncate() {
    assertEquals(Tensor.of(new int[] {1 << 31}), reduce(ReduceKind.SUM, ints(1 << 30, 1 << 30)));
    assertEquals(Tensor.of(new int[] {-1}), reduce(ReduceKind.MEAN, ints(-3, 0)));
    assertEquals(Tensor.of(new int[] {3}), reduce(ReduceKind.MAX, ints(-3, 3)));
    assertEquals(Tensor.of(new int[] {-3}), reduce(ReduceKind.MIN, ints(-3, 3)));
    assertEquals(Tensor.of(new int[] {-9}), reduce(ReduceKind.PROD, ints(-3, 3)));
  }

  @Test
  void nothingHasANeutralElement() {
    Tensor none = Tensor.of(new float[0], 2, 0);
    assertEquals(floats(0, 0), reduce(ReduceKind.SUM, none, 1));
    assertEquals(floats(1, 1), reduce(ReduceKind.PROD, none, 1));
    assertEquals(-1 / 0f, reduce(ReduceKind.MAX, none, 1).floats()[0]);
    assertEquals(1 / 0f, reduce(ReduceKind.MIN, none, 1).floats()[0]);
    assertArrayEquals(new int[] {0}, reduce(ReduceKind.SUM, none, 0).dims());
    rejects(
        ErrorCode.MALFORMED,
        "max of no integers",
        new Reduce(ReduceKind.MAX, List.of(), false),
        ints());
  }

  @Test
  void nanSpreads() {
    Tensor x = floats(1, Float.NaN, 2);
    for (ReduceKind kind : ReduceKind.values()) {
      assertEquals(Float.NaN, reduce(kind, x).floats()[0], kind.symbol());
    }
  }

  @Test
  void doublesAndHalves() {
    Tensor wide = one(new Cast(ElementType.F64), X);
    assertEquals(3.5, reduce(ReduceKind.MEAN, wide).bytes().getDouble(0));
    assertEquals(6.0, reduce(ReduceKind.MAX, wide).bytes().getDouble(0));
    assertEquals(1.0, reduce(ReduceKind.MIN, wide).bytes().getDouble(0));
    assertEquals(720.0, reduce(ReduceKind.PROD, wide).bytes().getDouble(0));
    Tensor half = reduce(ReduceKind.SUM, one(new Cast(ElementType.F16), X));
    assertEquals(ElementType.F16, half.type());
    assertEquals(21f, half.floats()[0]);
  }

  @Test
  void axesMustExist() {
    rejects(
        ErrorCode.MALFORMED,
        "axis 2 is outside of a value of rank 2",
        new Reduce(ReduceKind.SUM, List.of(2), false),
        X);
  }
}
