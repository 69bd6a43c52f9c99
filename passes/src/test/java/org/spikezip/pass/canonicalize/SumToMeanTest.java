package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class SumToMeanTest {
  private static final RuleFixture RULE = new RuleFixture(new SumToMean());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = reduce(%0) {axes=[1], keep_dims=1, kind="sum"}
      %2 = constant {value=f32[] [4.0]}
      %3 = div(%1, %2)
      return "y" = %3
      """;

  @Test
  void dividesByTheCount() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[1], keep_dims=1, kind="mean"}
        return "y" = %1
        """);
  }

  @Test
  void leavesAnotherDivisor() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[1], keep_dims=1, kind="sum"}
        %2 = constant {value=f32[] [3.0]}
        %3 = div(%1, %2)
        return "y" = %3
        """);
  }

  @Test
  void leavesAMaximum() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[1], keep_dims=1, kind="max"}
        %2 = constant {value=f32[] [4.0]}
        %3 = div(%1, %2)
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
