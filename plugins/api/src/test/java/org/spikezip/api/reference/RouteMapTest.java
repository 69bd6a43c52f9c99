package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.api.reference.Evaluate.longs;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;

final class RouteMapTest {
  /** The map of an operator of one moved input. */
  private static int[] map(Op op, int[] dims, Tensor... operands) {
    List<int[]> allDims = new ArrayList<>(List.of(dims));
    List<Tensor> inputs = new ArrayList<>(List.of(HostOps.ABSENT));
    for (Tensor operand : operands) {
      allDims.add(operand.dims());
      inputs.add(operand);
    }
    List<int[]> maps = RouteMap.of(op, allDims, inputs);
    assertEquals(1, maps.size());
    return maps.get(0);
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  @Test
  void theOrderStaysWhereOnlyTheShapeChanges() {
    int[] order = {0, 1, 2, 3, 4, 5};
    assertArrayEquals(order, map(new Reshape(false), dims(2, 3), longs(3, -1)));
    assertArrayEquals(order, map(new Unsqueeze(List.of(0, -1)), dims(2, 3)));
  }

  @Test
  void transpose() {
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, map(new Transpose(List.of(1, 0)), dims(2, 3)));
    assertArrayEquals(
        new int[] {0, 4, 1, 5, 2, 6, 3, 7}, map(new Transpose(List.of(1, 2, 0)), dims(2, 2, 2)));
    assertArrayEquals(new int[] {0}, map(new Transpose(List.of()), dims()));
  }

  @Test
  void slice() {
    assertArrayEquals(
        new int[] {5, 4, 3}, map(new Slice(), dims(6), longs(-1), longs(2), longs(0), longs(-1)));
    assertArrayEquals(
        new int[] {1, 2, 4, 5}, map(new Slice(), dims(2, 3), longs(1), longs(1000), longs(-1)));
    assertArrayEquals(new int[] {3, 4}, map(new Slice(), dims(2, 3), longs(1, 0), longs(2, -1)));
  }

  @Test
  void slicesReachAsFarAsTheAxis() {
    long first = Long.MIN_VALUE;
    long last = Long.MAX_VALUE;
    Tensor axis = longs(0);
    Slice op = new Slice();
    assertArrayEquals(
        new int[] {2, 1, 0}, map(op, dims(3), longs(last), longs(first), axis, longs(-1)));
    assertArrayEquals(
        new int[] {0}, map(op, dims(3), longs(first), longs(last), axis, longs(last)));
    assertArrayEquals(
        new int[] {2}, map(op, dims(3), longs(last), longs(first), axis, longs(first)));
    assertArrayEquals(new int[] {}, map(op, dims(3), longs(2), longs(1)));
    assertArrayEquals(new int[] {}, map(op, dims(0), longs(2), longs(-9), axis, longs(-1)));
  }

  @Test
  void concatNumbersThroughAllInputs() {
    List<Tensor> absent = List.of(HostOps.ABSENT, HostOps.ABSENT, HostOps.ABSENT);
    List<int[]> shapes = List.of(dims(2, 1), dims(2, 2), dims(2, 0));
    assertArrayEquals(
        new int[] {0, 2, 3, 1, 4, 5}, RouteMap.of(new Concat(-1), shapes, absent).get(0));
    assertEquals(3, RouteMap.movedInputs(new Concat(-1), 3));
  }

  @Test
  void splitHasAMapForEachOutput() {
    List<int[]> maps =
        RouteMap.of(new Split(1, List.of(1, 0, 2)), List.of(dims(2, 3)), List.of(HostOps.ABSENT));
    assertArrayEquals(new int[] {0, 3}, maps.get(0));
    assertArrayEquals(new int[] {}, maps.get(1));
    assertArrayEquals(new int[] {1, 2, 4, 5}, maps.get(2));
  }

  @Test
  void gather() {
    assertArrayEquals(new int[] {2, 0, 5, 3}, map(new Gather(1), dims(2, 3), longs(-1, 0)));
    assertArrayEquals(new int[] {3, 4, 5}, map(new Gather(0), dims(2, 3), Tensor.scalar(1)));
    assertArrayEquals(
        new int[] {3, 1, 5},
        map(new GatherElements(0), dims(2, 3), Tensor.of(new long[] {1, 0, -1}, 1, 3)));
  }

  @Test
  void expandBroadcastsBothWays() {
    assertArrayEquals(
        new int[] {0, 0, 1, 1, 0, 0, 1, 1}, map(new Expand(), dims(2, 1), longs(2, 1, 2)));
    assertArrayEquals(new int[] {0, 1, 2}, map(new Expand(), dims(3), longs(1)));
  }

  @Test
  void padHasHolesAndCuts() {
    assertArrayEquals(
        new int[] {-1, -1, -1, -1, 0, 1, -1, 2, 3},
        map(new Pad(List.of(1, 1, 0, 0), 7f), dims(2, 2)));
    assertArrayEquals(new int[] {1, 2, -1}, map(new Pad(List.of(-1, 1), 0f), dims(3)));
  }

  @Test
  void patchesAreRowsInTheOrderOfChannelThenPlace() {
    Patches op = new Patches(List.of(2), List.of(1), List.of(1, 0), List.of(1));
    assertArrayEquals(new int[] {-1, 0, -1, 3, 0, 1, 3, 4, 1, 2, 4, 5}, map(op, dims(1, 2, 3)));
    Patches square = new Patches(List.of(2, 2), List.of(2, 2), List.of(0, 0, 0, 0), List.of(1, 1));
    assertArrayEquals(new int[] {0, 1, 4, 5, 2, 3, 6, 7}, map(square, dims(1, 1, 2, 4)));
    Patches dilated = new Patches(List.of(2), List.of(2), List.of(0, 0), List.of(3));
    assertArrayEquals(new int[] {0, 3, 2, 5}, map(dilated, dims(1, 1, 6)));
  }

  @Test
  void whatOnlyReadsNumbersIsNoRoute() {
    assertTrue(RouteMap.isRoute(new Slice()));
    assertFalse(RouteMap.isRoute(new ShapeOf()));
    assertFalse(RouteMap.isRoute(new Fill(Tensor.scalar(1f))));
    assertFalse(RouteMap.isRoute(new MatMul()));
    assertEquals(1, RouteMap.movedInputs(new Slice(), 5));
  }

  @Test
  void errorsNameTheProblem() {
    reject("permutation [0, 0]", new Transpose(List.of(0, 0)), dims(2, 3));
    reject("axis 2", new Gather(2), dims(2, 3), longs(0));
    reject("index 3 is outside of axis 1 of [2,3]", new Gather(1), dims(2, 3), longs(3));
    reject("step of a slice", new Slice(), dims(3), longs(0), longs(1), longs(0), longs(0));
    reject("as many starts", new Slice(), dims(3), longs(0), longs(1, 2));
    reject("broadcast", new Expand(), dims(2, 3), longs(2, 2));
    reject("too large", new Expand(), dims(1), longs(1 << 20, 1 << 20));
    reject("negative dimension", new Expand(), dims(1), longs(-2));
    reject("dimension 4294967296", new Expand(), dims(1), longs(1L << 32));
    reject("cannot reshape [2,3] to [4, -1]", new Reshape(false), dims(2, 3), longs(4, -1));
    reject("do not make up axis 0 of [2,3]", new Split(0, List.of(1, 2)), dims(2, 3));
    reject("cut more", new Pad(List.of(-2, -2), 0f), dims(3));
    reject("takes 2 inputs, found 1", new Expand(), dims(3));
    reject(
        "a window of 3 does not fit into 2",
        new Patches(List.of(3), List.of(1), List.of(0, 0), List.of(1)),
        dims(1, 1, 2));
  }

  private static void reject(String text, Op op, int[] dims, Tensor... operands) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> map(op, dims, operands));
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }
}
