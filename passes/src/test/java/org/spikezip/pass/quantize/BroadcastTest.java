package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.Tensor;

class BroadcastTest {
  @Test
  void headsTimesColumns() {
    Tensor heads = Tensor.of(new float[] {2, 3}, 2, 1, 1);
    Tensor columns = Tensor.of(new float[] {1, 10, 100, 1000, 10000, 100000}, 2, 1, 3);
    assertEquals(
        Tensor.of(new float[] {2, 20, 200, 3000, 30000, 300000}, 2, 1, 3),
        Broadcast.product(heads, columns));
  }

  @Test
  void aScalarTimesAnything() {
    assertEquals(
        Tensor.of(new float[] {2, 4}, 2),
        Broadcast.product(Tensor.scalar(2f), Tensor.of(new float[] {1, 2}, 2)));
    assertEquals(Tensor.scalar(6f), Broadcast.product(Tensor.scalar(2f), Tensor.scalar(3f)));
  }
}
