package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class MergeUnsqueezesTest {
  private static final RuleFixture RULE = new RuleFixture(new MergeUnsqueezes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = unsqueeze(%0) {axes=[1]}
      %2 = unsqueeze(%1) {axes=[0]}
      return "y" = %2
      """;

  @Test
  void addsAllAxesAtOnce() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[0, 2]}
        return "y" = %1
        """);
  }

  @Test
  void countsFromEitherEnd() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[0]}
        %2 = unsqueeze(%1) {axes=[-1]}
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[0, 3]}
        return "y" = %1
        """);
  }

  @Test
  void leavesOne() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[1]}
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
