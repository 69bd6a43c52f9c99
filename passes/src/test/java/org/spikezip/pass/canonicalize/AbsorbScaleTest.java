package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class AbsorbScaleTest {
  private static final RuleFixture RULE = new RuleFixture(new AbsorbScale());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[4] splat(1.0)}
      %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
      %3 = constant {value=f32[4] random(1)}
      %4 = mul(%2, %3)
      return "y" = %4
      """;

  @Test
  void takesIn() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %3 = constant {value=f32[4] random(1)}
        %4 = layer_norm(%0, %3) {axis=-1, epsilon=1.0E-5}
        return "y" = %4
        """);
  }

  @Test
  void takesInFromTheLeftWithPaddedShape() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = rms_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[1,1,4] random(1)}
        %4 = mul(%3, %2)
        return "y" = %4
        """,
        """
        %0 "x" = input : f32[batch,3,4]
        %3 = constant {value=f32[4] random(1)}
        %4 = rms_norm(%0, %3) {axis=-1, epsilon=1.0E-5}
        return "y" = %4
        """);
  }

  @Test
  void leavesAScaledNorm() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(2.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[4] random(1)}
        %4 = mul(%2, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesActivations() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %4 = mul(%2, %0)
        return "y" = %4
        """);
  }

  @Test
  void leavesANormWithOtherUsers() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[4] random(1)}
        %4 = mul(%2, %3)
        return "y" = %4, "z" = %2
        """);
  }

  @Test
  void leavesScalesOfRows() {
    RULE.leaves(
        """
        %0 "x" = input : f32[3,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[3,1] random(1)}
        %4 = mul(%2, %3)
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
