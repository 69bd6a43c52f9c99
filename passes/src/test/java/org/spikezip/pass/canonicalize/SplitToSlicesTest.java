package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class SplitToSlicesTest {
  private static final RuleFixture RULE = new RuleFixture(new SplitToSlices());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1:2 = split(%0) {axis=-1, sizes=[1, 3]}
      return "a" = %1, "b" = %1#1
      """;

  @Test
  void slicesEachPart() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[1] [0]}
        %2 = constant {value=i64[1] [1]}
        %3 = constant {value=i64[1] [1]}
        %4 = slice(%0, %1, %2, %3)
        %5 = constant {value=i64[1] [1]}
        %6 = constant {value=i64[1] [4]}
        %7 = slice(%0, %5, %6, %3)
        return "a" = %4, "b" = %7
        """);
  }

  @Test
  void leavesOnePart() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = split(%0) {axis=1, sizes=[4]}
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
