package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseSoftmaxTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseSoftmax());

  private static final String FUSED =
      """
      %0 "x" = input : f32[batch,4]
      %1 = softmax(%0) {axis=-1}
      return "y" = %1
      """;

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="max"}
      %2 = sub(%0, %1)
      %3 = exp(%2)
      %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
      %5 = div(%3, %4)
      return "y" = %5
      """;

  @Test
  void fuses() {
    RULE.rewrites(BEFORE, FUSED);
  }

  @Test
  void countsAxesFromEitherEnd() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[1], keep_dims=1, kind="max"}
        %2 = sub(%0, %1)
        %3 = exp(%2)
        %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
        %5 = div(%3, %4)
        return "y" = %5
        """,
        FUSED);
  }

  @Test
  void fusesReciprocals() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="max"}
        %2 = sub(%0, %1)
        %3 = exp(%2)
        %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
        %6 = reciprocal(%4)
        %5 = mul(%3, %6)
        return "y" = %5
        """,
        FUSED);
  }

  @Test
  void leavesTwoAxes() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="max"}
        %2 = sub(%0, %1)
        %3 = exp(%2)
        %4 = reduce(%3) {axes=[0], keep_dims=1, kind="sum"}
        %5 = div(%3, %4)
        return "y" = %5
        """);
  }

  @Test
  void leavesWithoutMaximum() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %3 = exp(%0)
        %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
        %5 = div(%3, %4)
        return "y" = %5
        """);
  }

  @Test
  void leavesTheReverse() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="max"}
        %2 = sub(%0, %1)
        %3 = exp(%2)
        %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
        %5 = div(%4, %3)
        return "y" = %5
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
