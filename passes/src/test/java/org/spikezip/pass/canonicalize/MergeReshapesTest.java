package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class MergeReshapesTest {
  private static final RuleFixture RULE = new RuleFixture(new MergeReshapes());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4,3,3]
      %1 = constant {value=i64[3] [0, 4, 9]}
      %2 = reshape(%0, %1) {allow_zero=0}
      %3 = constant {value=i64[2] [0, 36]}
      %4 = reshape(%2, %3) {allow_zero=0}
      return "y" = %4
      """;

  @Test
  void mergesTwo() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4,3,3]
        %3 = constant {value=i64[2] [0, 36]}
        %4 = reshape(%0, %3) {allow_zero=0}
        return "y" = %4
        """);
  }

  @Test
  void countsUnsqueeze() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = unsqueeze(%0) {axes=[1]}
        %2 = constant {value=i64[3] [0, 2, 2]}
        %3 = reshape(%1, %2) {allow_zero=0}
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4]
        %2 = constant {value=i64[3] [0, 2, 2]}
        %3 = reshape(%0, %2) {allow_zero=0}
        return "y" = %3
        """);
  }

  @Test
  void leavesOne() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %2 = constant {value=i64[3] [0, 2, 2]}
        %3 = reshape(%0, %2) {allow_zero=0}
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
