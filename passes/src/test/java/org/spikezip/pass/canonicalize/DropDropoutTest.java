package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropDropoutTest {
  private static final RuleFixture RULE = new RuleFixture(new DropDropout());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %3 = host(%0) {domain="", node=0x, opset=13, type="Dropout"} : f32[batch,4]
      return "y" = %3
      """;

  @Test
  void dropsOutsideOfTraining() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void dropsWithTrainingOff() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=bool[] [0]}
        %3 = host(%0, _, %1) {domain="", node=0x, opset=13, type="Dropout"} : f32[batch,4]
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesTraining() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=bool[] [1]}
        %3 = host(%0, _, %1) {domain="", node=0x, opset=13, type="Dropout"} : f32[batch,4]
        return "y" = %3
        """);
  }

  @Test
  void leavesAnAskedForMask() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %3:2 = host(%0) {domain="", node=0x, opset=13, type="Dropout"} : f32[batch,4], bool[batch,4]
        return "y" = %3, "mask" = %3#1
        """);
  }

  @Test
  void leavesOtherHostOperators() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %3 = host(%0) {domain="", node=0x, opset=13, type="Celu"} : f32[batch,4]
        return "y" = %3
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
