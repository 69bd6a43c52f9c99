package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class AbsorbBiasTest {
  private static final RuleFixture RULE = new RuleFixture(new AbsorbBias());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[4] random(2)}
      %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
      %3 = constant {value=f32[4] random(1)}
      %4 = add(%2, %3)
      return "y" = %4
      """;

  @Test
  void takesIn() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(2)}
        %3 = constant {value=f32[4] random(1)}
        %4 = layer_norm(%0, %1, %3) {axis=-1, epsilon=1.0E-5}
        return "y" = %4
        """);
  }

  @Test
  void leavesResiduals() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(2)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %4 = add(%2, %0)
        return "y" = %4
        """);
  }

  @Test
  void leavesASecondBias() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(2)}
        %2 = layer_norm(%0, %1, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[4] random(1)}
        %4 = add(%2, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesRmsNorm() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(2)}
        %2 = rms_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[4] random(1)}
        %4 = add(%2, %3)
        return "y" = %4
        """);
  }

  @Test
  void leavesANormWithOtherUsers() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] random(2)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        %3 = constant {value=f32[4] random(1)}
        %4 = add(%2, %3)
        return "y" = %4, "z" = %2
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
