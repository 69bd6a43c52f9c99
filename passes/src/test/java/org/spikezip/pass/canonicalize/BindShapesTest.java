package org.spikezip.pass.canonicalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

class BindShapesTest {
  private static final String TWO =
      """
      %0 "ids" = input : i64[batch,seq]
      %1 "mask" = input : i64[batch,seq]
      %2 "z" = input : f32[?,4]
      %3 = add(%0, %1)
      return "y" = %3
      """;

  private static String facts(String shape) {
    Graph bound = BindShapes.bind(RuleFixture.parse(TWO), shape);
    return bound.inputNodes().stream().map(n -> n.fact().toString()).toList()
        + " "
        + bound.fact(bound.outputs().get(0).value());
  }

  @Test
  void bindsASymbolEverywhere() {
    assertEquals("[i64[2,128], i64[2,128], f32[?,4]] i64[2,128]", facts("ids=2x128"));
  }

  @Test
  void bindsSeveral() {
    assertEquals("[i64[2,8], i64[2,8], f32[3,4]] i64[2,8]", facts("ids=2x8, mask=2x8,z=3x4"));
  }

  @Test
  void leavesDimensionsOpen() {
    assertEquals("[i64[batch,8], i64[batch,8], f32[?,4]] i64[batch,8]", facts("ids=?x8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ids",
        "ids=",
        "ids=2x",
        "ids=2x-1",
        "none=2x8",
        "ids=2",
        "z=2x5",
        "ids=2x8,mask=2x9"
      })
  void refusesWhatMakesNoSense(String shape) {
    Graph graph = RuleFixture.parse(TWO);
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> BindShapes.bind(graph, shape));
    assertEquals(ErrorCode.USAGE, e.code());
  }
}
