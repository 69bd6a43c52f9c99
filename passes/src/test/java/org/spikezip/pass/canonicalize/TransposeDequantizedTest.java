package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class TransposeDequantizedTest {
  private static final RuleFixture RULE = new RuleFixture(new TransposeDequantized());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=i8[3,4] random(1)}
      %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
      %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
      %4 = transpose(%3) {perm=[1, 0]}
      %5 = matmul(%0, %4)
      return "y" = %5
      """;

  @Test
  void movesToTheCodes() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i8[3,4] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %3 = transpose(%1) {perm=[1, 0]}
        %4 = dequantize_linear(%3, %2) {axis=1, block_size=0}
        %5 = matmul(%0, %4)
        return "y" = %5
        """);
  }

  @Test
  void leavesActivations() {
    RULE.leaves(
        """
        %0 "x" = input : i8[batch,4]
        %2 = constant {value=f32[] [0.5]}
        %3 = dequantize_linear(%0, %2) {axis=0, block_size=0}
        %4 = transpose(%3) {perm=[1, 0]}
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
