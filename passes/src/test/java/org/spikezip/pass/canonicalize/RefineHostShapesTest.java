package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class RefineHostShapesTest {
  private static final RuleFixture RULE = new RuleFixture(new RefineHostShapes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1:3 = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[?,4], f32[*], u8[*]
      return "q" = %1, "s" = %1#1
      """;

  @Test
  void knowsDynamicQuantization() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1:3 = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[batch,4], f32[], u8[]
        return "q" = %1, "s" = %1#1
        """);
  }

  @Test
  void knowsIntegerProducts() {
    RULE.rewrites(
        """
        %0 "x" = input : u8[batch,4]
        %1 = constant {value=i8[4,3] random(1)}
        %2 = host(%0, %1) {domain="", node=0x, opset=11, type="MatMulInteger"} : i32[?,3]
        return "y" = %2
        """,
        """
        %0 "x" = input : u8[batch,4]
        %1 = constant {value=i8[4,3] random(1)}
        %2 = host(%0, %1) {domain="", node=0x, opset=11, type="MatMulInteger"} : i32[batch,3]
        return "y" = %2
        """);
  }

  @Test
  void leavesOthers() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = host(%0) {domain="", node=0x, opset=11, type="Celu"} : f32[?,4]
        return "y" = %1
        """);
  }

  @Test
  void keepsSharedValues() {
    RULE.keepsSharedValues(BEFORE);
  }

  @Test
  void keepsGraphOutputs() {
    RULE.keepsGraphOutputs(BEFORE);
  }
}
