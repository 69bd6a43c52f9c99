package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseSiluTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseSilu());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = sigmoid(%0)
      %2 = mul(%0, %1)
      return "y" = %2
      """;

  @Test
  void fuses() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = silu(%0)
        return "y" = %1
        """);
  }

  @Test
  void fusesTheOtherOrder() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = sigmoid(%0)
        %2 = mul(%1, %0)
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = silu(%0)
        return "y" = %1
        """);
  }

  @Test
  void leavesQuickGelu() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [1.702]}
        %2 = mul(%0, %1)
        %3 = sigmoid(%2)
        %4 = mul(%0, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesGates() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %5 "z" = input : f32[batch,4]
        %1 = sigmoid(%5)
        %2 = mul(%0, %1)
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
