package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropCastTest {
  private static final RuleFixture RULE = new RuleFixture(new DropCast());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = cast(%0) {to="f32"}
      return "y" = %1
      """;

  @Test
  void dropsTheSameType() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesAnotherType() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = cast(%0) {to="i64"}
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
