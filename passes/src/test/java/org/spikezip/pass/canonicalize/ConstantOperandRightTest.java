package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class ConstantOperandRightTest {
  private static final RuleFixture RULE = new RuleFixture(new ConstantOperandRight());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[4] random(1)}
      %2 = add(%1, %0)
      return "y" = %2
      """;

  @Test
  void movesABias() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(1)}
        %2 = add(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void movesADequantizedFactor() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=i8[3,4] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
        %4 = mul(%3, %0)
        return "y" = %4
        """,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=i8[3,4] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
        %4 = mul(%0, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesTheRightOne() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(1)}
        %2 = add(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesTwoConstants() {
    RULE.leaves(
        """
        %1 = constant {value=f32[4] random(1)}
        %2 = add(%1, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesDifferences() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(1)}
        %2 = sub(%1, %0)
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
