package org.spikezip.pass.spike;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.Tensor;

class RestingCodeTest {
  private static Tensor codes(int... codes) {
    return Tensor.of(codes, codes.length);
  }

  @Test
  void isZeroWhereEveryRangeHoldsIt() {
    assertEquals(Tensor.of(new int[] {0}), RestingCode.of(codes(-8, 0), codes(7, 0)));
  }

  @Test
  void isTheEndNextToZeroElsewhere() {
    assertEquals(codes(3, 0, -2), RestingCode.of(codes(3, -1, -9), codes(9, 1, -2)));
  }

  @Test
  void broadcasts() {
    assertEquals(codes(3, 0), RestingCode.of(codes(3, -1), Tensor.of(new int[] {9})));
  }
}
