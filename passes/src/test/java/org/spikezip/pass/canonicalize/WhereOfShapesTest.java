package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class WhereOfShapesTest {
  private static final RuleFixture RULE = new RuleFixture(new WhereOfShapes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = shape(%0)
      %2 = constant {value=i64[2] [7, 8]}
      %3 = constant {value=bool[2] [0, 1]}
      %4 = where(%3, %1, %2)
      return "y" = %4
      """;

  @Test
  void looksUp() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %2 = constant {value=i64[2] [7, 8]}
        %3 = constant {value=bool[2] [0, 1]}
        %4 = concat(%1, %2) {axis=0}
        %5 = constant {value=i64[2] [2, 1]}
        %6 = gather(%4, %5) {axis=0}
        return "y" = %6
        """);
  }

  @Test
  void leavesFloats() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] iota}
        %3 = constant {value=bool[4] [0, 1, 1, 0]}
        %4 = where(%3, %0, %1)
        return "y" = %4
        """);
  }

  @Test
  void leavesOpenConditions() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = shape(%0)
        %2 = constant {value=i64[2] [7, 8]}
        %3 "c" = input : bool[2]
        %4 = where(%3, %1, %2)
        return "y" = %4
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
