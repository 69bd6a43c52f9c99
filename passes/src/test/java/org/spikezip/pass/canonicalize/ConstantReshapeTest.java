package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class ConstantReshapeTest {
  private static final RuleFixture RULE = new RuleFixture(new ConstantReshape());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,seq,24]
      %1 = shape(%0)
      %2 = constant {value=i64[2] [0, 1]}
      %3 = gather(%1, %2) {axis=0}
      %4 = constant {value=i64[2] [2, 12]}
      %5 = concat(%3, %4) {axis=0}
      %6 = reshape(%0, %5) {allow_zero=0}
      return "y" = %6
      """;

  @Test
  void writesZeroForWhatStays() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,seq,24]
        %1 = constant {value=i64[4] [0, 0, 2, 12]}
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
        """);
  }

  @Test
  void leavesConstants() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[3] [0, 2, 2]}
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
        """);
  }

  @Test
  void leavesTwoOpenDimensions() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 "s" = input : i64[3]
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
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
