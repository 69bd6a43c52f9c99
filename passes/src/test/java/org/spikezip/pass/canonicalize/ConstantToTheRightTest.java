package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class ConstantToTheRightTest {
  private static final RuleFixture RULE = new RuleFixture(new ConstantToTheRight());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4,3]
      %1 = constant {value=f32[2,4] random(1)}
      %2 = matmul(%1, %0)
      return "y" = %2
      """;

  @Test
  void turnsAround() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4,3]
        %1 = constant {value=f32[2,4] random(1)}
        %2 = transpose(%0) {perm=[0, 2, 1]}
        %3 = transpose(%1) {perm=[1, 0]}
        %4 = matmul(%2, %3)
        %5 = transpose(%4) {perm=[0, 2, 1]}
        return "y" = %5
        """);
  }

  @Test
  void leavesTheRightOne() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4,2] random(1)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesVectors() {
    RULE.leaves(
        """
        %0 "x" = input : f32[4]
        %1 = constant {value=f32[2,4] random(1)}
        %2 = matmul(%1, %0)
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
