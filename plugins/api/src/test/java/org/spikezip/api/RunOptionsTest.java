package org.spikezip.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Tensor;

class RunOptionsTest {
  private final Map<String, Tensor> inputs =
      Map.of("x", Tensor.of(new float[] {8, -4}, 2), "mask", Tensor.of(new int[] {1, 0}, 2));

  @Test
  void floatsArriveEvenlyAndIntegersAtOnce() {
    Map<String, Tensor> first = RunOptions.DEFAULT.withInputSteps(4).arrived(inputs, 1);
    assertEquals(Tensor.of(new float[] {2, -1}, 2), first.get("x"));
    assertEquals(inputs.get("mask"), first.get("mask"));
  }

  @Test
  void allIsThereAtTheLastStepAndAfter() {
    RunOptions options = RunOptions.DEFAULT.withInputSteps(4);
    assertSame(inputs, options.arrived(inputs, 4));
    assertSame(inputs, options.arrived(inputs, 9));
    assertSame(inputs, RunOptions.DEFAULT.arrived(inputs, 1));
  }
}
