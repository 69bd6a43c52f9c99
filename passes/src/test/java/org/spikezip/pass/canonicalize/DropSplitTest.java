package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropSplitTest {
  private static final RuleFixture RULE = new RuleFixture(new DropSplit());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = split(%0) {axis=1, sizes=[4]}
      return "y" = %1
      """;

  @Test
  void dropsOnePart() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesTwoParts() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1:2 = split(%0) {axis=1, sizes=[1, 3]}
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
