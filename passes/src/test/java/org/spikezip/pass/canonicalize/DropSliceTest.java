package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropSliceTest {
  private static final RuleFixture RULE = new RuleFixture(new DropSlice());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=i64[1] [0]}
      %2 = constant {value=i64[1] [9223372036854775807]}
      %3 = constant {value=i64[1] [1]}
      %4 = constant {value=i64[1] [1]}
      %5 = slice(%0, %1, %2, %3, %4)
      return "y" = %5
      """;

  @Test
  void dropsTheWhole() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void dropsTheWholeOfAnOpenAxis() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[1] [0]}
        %2 = constant {value=i64[1] [9223372036854775807]}
        %3 = slice(%0, %1, %2)
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesAPart() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[1] [1]}
        %2 = constant {value=i64[1] [9223372036854775807]}
        %3 = constant {value=i64[1] [1]}
        %4 = constant {value=i64[1] [1]}
        %5 = slice(%0, %1, %2, %3, %4)
        return "y" = %5
        """);
  }

  @Test
  void leavesTheReverse() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[1] [-1]}
        %2 = constant {value=i64[1] [-9223372036854775807]}
        %3 = constant {value=i64[1] [1]}
        %4 = constant {value=i64[1] [-1]}
        %5 = slice(%0, %1, %2, %3, %4)
        return "y" = %5
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
