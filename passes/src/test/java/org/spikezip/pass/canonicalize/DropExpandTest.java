package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropExpandTest {
  private static final RuleFixture RULE = new RuleFixture(new DropExpand());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=i64[1] [4]}
      %2 = expand(%0, %1)
      return "y" = %2
      """;

  @Test
  void dropsWhatKeepsTheShape() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesWhatBroadcasts() {
    RULE.leaves(
        """
        %0 "x" = input : f32[1,4]
        %1 = constant {value=i64[2] [3, 4]}
        %2 = expand(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesWhatMayBroadcast() {
    RULE.leaves(
        """
        %0 "x" = input : f32[?,4]
        %1 "s" = input : i64[2]
        %2 = expand(%0, %1)
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
