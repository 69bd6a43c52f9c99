package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FoldWhereTest {
  private static final RuleFixture RULE = new RuleFixture(new FoldWhere());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %5 "z" = input : f32[batch,4]
      %1 = constant {value=bool[1] [1]}
      %2 = where(%1, %0, %5)
      return "y" = %2
      """;

  @Test
  void takesTheFirst() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void takesTheSecond() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[batch,4]
        %1 = constant {value=bool[1] [0]}
        %2 = where(%1, %0, %5)
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[batch,4]
        return "y" = %5
        """);
  }

  @Test
  void leavesWhatVaries() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[batch,4]
        %1 = constant {value=bool[4] [1, 0, 1, 1]}
        %2 = where(%1, %0, %5)
        return "y" = %2
        """);
  }

  @Test
  void leavesWhatBroadcasts() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[4]
        %1 = constant {value=bool[] [0]}
        %2 = where(%1, %0, %5)
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
