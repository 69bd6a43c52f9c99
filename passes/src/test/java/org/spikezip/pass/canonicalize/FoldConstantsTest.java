package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;

class FoldConstantsTest {
  private static final RuleFixture RULE = new RuleFixture(new FoldConstants(HostOps.NONE));

  private static final String BEFORE =
      """
      %0 = constant {value=f32[2] [1.0, 4.0]}
      %1 = sqrt(%0)
      return "y" = %1
      """;

  @Test
  void evaluates() {
    RULE.rewrites(
        BEFORE,
        """
        %1 = constant {value=f32[2] [1.0, 2.0]}
        return "y" = %1
        """);
  }

  @Test
  void evaluatesChainsAndSplits() {
    RULE.rewrites(
        """
        %0 = constant {value=f32[4] iota}
        %1 = neg(%0)
        %2:2 = split(%1) {axis=0, sizes=[1, 3]}
        return "y" = %2#1, "z" = %2
        """,
        """
        %1 = constant {value=f32[3] [-1.0, -2.0, -3.0]}
        %2 = constant {value=f32[1] [-0.0]}
        return "y" = %1, "z" = %2
        """);
  }

  @Test
  void quantizes() {
    RULE.rewrites(
        """
        %0 = constant {value=f32[2] [1.0, -4.0]}
        %1 = constant {value=f32[] [0.5]}
        %2 = quantize_linear(%0, %1) {axis=0, block_size=0, type="i8"}
        return "y" = %2
        """,
        """
        %2 = constant {value=i8[2] [2, -8]}
        return "y" = %2
        """);
  }

  @Test
  void leavesDequantization() {
    RULE.leaves(
        """
        %1 = constant {value=i8[3,4] random(1)}
        %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
        %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
        return "y" = %3
        """);
  }

  @Test
  void leavesWhatGrowsTooLarge() {
    RULE.leaves(
        """
        %0 = constant {value=f32[1] [1.0]}
        %1 = constant {value=i64[2] [8192, 8192]}
        %2 = expand(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesWhatFails() {
    RULE.leaves(
        """
        %0 = constant {value=i64[1] [50000]}
        %1 = constant {value=f32[40000] splat(1.0)}
        %2 = gather(%1, %0) {axis=0}
        return "y" = %2
        """);
  }

  @Test
  void leavesRandomNumbers() {
    RULE.leaves(
        """
        %0 = constant {value=f32[1] [1.0]}
        %1 = host(%0) {domain="", node=0x, opset=13, type="RandomNormalLike"} : f32[1]
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
