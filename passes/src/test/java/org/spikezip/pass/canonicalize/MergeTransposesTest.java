package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class MergeTransposesTest {
  private static final RuleFixture RULE = new RuleFixture(new MergeTransposes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,3,4]
      %1 = transpose(%0) {perm=[0, 2, 1]}
      %2 = transpose(%1) {perm=[1, 0, 2]}
      return "y" = %2
      """;

  @Test
  void composes() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[2, 0, 1]}
        return "y" = %1
        """);
  }

  @Test
  void leavesOne() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = neg(%1)
        %3 = transpose(%2) {perm=[0, 2, 1]}
        return "y" = %3
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
