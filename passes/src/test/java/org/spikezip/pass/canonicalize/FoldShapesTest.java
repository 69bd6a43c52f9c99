package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FoldShapesTest {
  private static final RuleFixture RULE = new RuleFixture(new FoldShapes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,384]
      %1 = shape(%0)
      %2 = constant {value=i64[] [1]}
      %3 = gather(%1, %2) {axis=0}
      return "y" = %3
      """;

  @Test
  void foldsAnElementOfAShape() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,384]
        %3 = constant {value=i64[] [384]}
        return "y" = %3
        """);
  }

  @Test
  void foldsAFixedShape() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[2,3]
        %1 = shape(%0)
        return "y" = %1
        """,
        """
        %0 "x" = input : f32[2,3]
        %1 = constant {value=i64[2] [2, 3]}
        return "y" = %1
        """);
  }

  @Test
  void knowsThatSizesAreNotNegative() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %2 = constant {value=i64[2] [-1, -1]}
        %3 = equal(%1, %2)
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=bool[2] [0, 0]}
        return "y" = %1
        """);
  }

  @Test
  void knowsThatEqualSymbolsAreEqual() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %3 = equal(%1, %1)
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=bool[2] [1, 1]}
        return "y" = %1
        """);
  }

  @Test
  void leavesWhatDependsOnASize() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %2 = constant {value=i64[2] [1, 1]}
        %3 = equal(%1, %2)
        return "y" = %3
        """);
  }

  @Test
  void leavesDifferencesThatMayBeNegative() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %2 = constant {value=i64[2] [3, 3]}
        %3 = sub(%1, %2)
        %4 = constant {value=i64[2] [-1, -1]}
        %5 = equal(%3, %4)
        return "y" = %5
        """);
  }

  @Test
  void leavesAnOpenShape() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
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
