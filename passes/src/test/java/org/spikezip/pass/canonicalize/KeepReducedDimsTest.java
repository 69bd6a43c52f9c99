package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class KeepReducedDimsTest {
  private static final RuleFixture RULE = new RuleFixture(new KeepReducedDims());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = reduce(%0) {axes=[-1], keep_dims=0, kind="mean"}
      %2 = unsqueeze(%1) {axes=[1]}
      return "y" = %2
      """;

  @Test
  void keepsTheAxis() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        return "y" = %1
        """);
  }

  @Test
  void leavesAnotherAxis() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[1], keep_dims=0, kind="mean"}
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
