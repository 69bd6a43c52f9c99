package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseLayerNormTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseLayerNorm());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
      %2 = sub(%0, %1)
      %3 = constant {value=f32[] [2.0]}
      %4 = pow(%2, %3)
      %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
      %6 = constant {value=f32[] [1.0E-5]}
      %7 = add(%5, %6)
      %8 = sqrt(%7)
      %9 = div(%2, %8)
      return "y" = %9
      """;

  @Test
  void keepsEpsilon1em5() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
        return "y" = %2
        """);
  }

  @Test
  void keepsEpsilon1em6() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-6]}
        %7 = add(%5, %6)
        %8 = sqrt(%7)
        %9 = div(%2, %8)
        return "y" = %9
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-6}
        return "y" = %2
        """);
  }

  @Test
  void keepsEpsilon1em12() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-12]}
        %7 = add(%5, %6)
        %8 = sqrt(%7)
        %9 = div(%2, %8)
        return "y" = %9
        """,
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-12}
        return "y" = %2
        """);
  }

  @Test
  void leavesAnotherAxis() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = reduce(%0) {axes=[1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-5]}
        %7 = add(%5, %6)
        %8 = sqrt(%7)
        %9 = div(%2, %8)
        return "y" = %9
        """);
  }

  @Test
  void leavesAnOpenWidth() {
    RULE.leaves(
        """
        %0 "x" = input : f32[4,n]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-5]}
        %7 = add(%5, %6)
        %8 = sqrt(%7)
        %9 = div(%2, %8)
        return "y" = %9
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
