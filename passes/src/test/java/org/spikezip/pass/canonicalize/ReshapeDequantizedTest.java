package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class ReshapeDequantizedTest {
  private static final RuleFixture RULE = new RuleFixture(new ReshapeDequantized());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[3,4]
      %1 = constant {value=i8[3,2,2] random(1)}
      %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
      %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
      %4 = constant {value=i64[2] [3, -1]}
      %5 = reshape(%3, %4) {allow_zero=0}
      %6 = add(%0, %5)
      return "y" = %6
      """;

  @Test
  void movesToTheCodes() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[3,4]
        %1 = constant {value=i8[3,2,2] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %4 = constant {value=i64[2] [3, -1]}
        %3 = reshape(%1, %4) {allow_zero=0}
        %5 = dequantize_linear(%3, %2) {axis=0, block_size=0}
        %6 = add(%0, %5)
        return "y" = %6
        """);
  }

  @Test
  void leavesWhatMixesTheScales() {
    RULE.leaves(
        """
        %1 = constant {value=i8[3,4] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
        %4 = constant {value=i64[2] [4, 3]}
        %5 = reshape(%3, %4) {allow_zero=0}
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
