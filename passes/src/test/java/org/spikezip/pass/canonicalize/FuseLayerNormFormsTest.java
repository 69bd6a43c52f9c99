package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseLayerNormFormsTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseLayerNorm());

  private static final String FUSED =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[4] splat(1.0)}
      %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
      return "y" = %2
      """;

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
      %2 = sub(%0, %1)
      %4 = mul(%2, %2)
      %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
      %6 = constant {value=f32[] [1.0E-5]}
      %7 = add(%5, %6)
      %8 = sqrt(%7)
      %9 = div(%2, %8)
      return "y" = %9
      """;

  @Test
  void squaresByMul() {
    RULE.rewrites(BEFORE, FUSED);
  }

  @Test
  void dividesByRsqrt() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-5]}
        %7 = add(%5, %6)
        %8 = rsqrt(%7)
        %9 = mul(%2, %8)
        return "y" = %9
        """,
        FUSED);
  }

  @Test
  void dividesByReciprocal() {
    RULE.rewrites(
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
        %10 = reciprocal(%8)
        %9 = mul(%10, %2)
        return "y" = %9
        """,
        FUSED);
  }

  @Test
  void dividesByOneOver() {
    RULE.rewrites(
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
        %11 = constant {value=f32[] [1.0]}
        %10 = div(%11, %8)
        %9 = mul(%2, %10)
        return "y" = %9
        """,
        FUSED);
  }

  @Test
  void dividesByAPower() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [2.0]}
        %4 = pow(%2, %3)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-5]}
        %7 = add(%5, %6)
        %11 = constant {value=f32[] [-0.5]}
        %8 = pow(%7, %11)
        %9 = mul(%2, %8)
        return "y" = %9
        """,
        FUSED);
  }

  @Test
  void looksThroughWideCasts() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %12 = cast(%2) {to="f64"}
        %13 = cast(%12) {to="f32"}
        %4 = mul(%13, %13)
        %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
        %6 = constant {value=f32[] [1.0E-5]}
        %7 = add(%5, %6)
        %8 = sqrt(%7)
        %9 = div(%2, %8)
        return "y" = %9
        """,
        FUSED);
  }

  @Test
  void countsAxesFromTheFront() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
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
        """,
        FUSED);
  }

  @Test
  void leavesCubes() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %3 = constant {value=f32[] [3.0]}
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
  void leavesTheUncentered() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
        %2 = sub(%0, %1)
        %4 = mul(%0, %0)
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
