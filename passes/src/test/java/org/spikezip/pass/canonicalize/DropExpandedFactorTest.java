package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropExpandedFactorTest {
  private static final RuleFixture RULE = new RuleFixture(new DropExpandedFactor());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,3,4]
      %1 = constant {value=f32[4,2] random(1)}
      %2 = shape(%0)
      %3 = constant {value=i64[1] [0]}
      %4 = gather(%2, %3) {axis=0}
      %5 = constant {value=i64[2] [4, 2]}
      %6 = concat(%4, %5) {axis=0}
      %7 = expand(%1, %6)
      %8 = matmul(%0, %7)
      return "y" = %8
      """;

  @Test
  void dropsTheRepetition() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=f32[4,2] random(1)}
        %8 = matmul(%0, %1)
        return "y" = %8
        """);
  }

  @Test
  void leavesWhatMakesTheResultLarger() {
    RULE.leaves(
        """
        %0 "x" = input : f32[1,3,4]
        %1 = constant {value=f32[4,2] random(1)}
        %2 = constant {value=i64[3] [5, 4, 2]}
        %3 = expand(%1, %2)
        %4 = matmul(%0, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesRepeatedRows() {
    RULE.leaves(
        """
        %0 "x" = input : f32[6,3,4]
        %1 = constant {value=f32[1,2] random(1)}
        %2 = constant {value=i64[3] [6, 4, 2]}
        %3 = expand(%1, %2)
        %4 = matmul(%0, %3)
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
