package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class CancelSqueezeTest {
  private static final RuleFixture RULE = new RuleFixture(new CancelSqueeze());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = unsqueeze(%0) {axes=[1]}
      %2 = squeeze(%1) {axes=[1]}
      return "y" = %2
      """;

  @Test
  void dropsAddAndRemove() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void dropsRemoveAndAdd() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,1,4]
        %1 = squeeze(%0) {axes=[1]}
        %2 = unsqueeze(%1) {axes=[-2]}
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[batch,1,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesAnotherAxis() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[1]}
        %2 = unsqueeze(%1) {axes=[0]}
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
