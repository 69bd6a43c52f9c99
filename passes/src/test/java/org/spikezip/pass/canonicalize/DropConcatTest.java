package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropConcatTest {
  private static final RuleFixture RULE = new RuleFixture(new DropConcat());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = concat(%0) {axis=1}
      return "y" = %1
      """;

  @Test
  void dropsOne() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesTwo() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = concat(%0, %0) {axis=1}
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
