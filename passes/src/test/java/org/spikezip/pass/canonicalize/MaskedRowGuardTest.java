package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class MaskedRowGuardTest {
  private static final RuleFixture RULE = new RuleFixture(new MaskedRowGuard());

  private static final String BEFORE =
      """
      %0 "q" = input : f32[2,3,4]
      %1 "k" = input : f32[2,4,3]
      %2 "keep" = input : bool[2,3,3]
      %3 = matmul(%0, %1)
      %4 = constant {value=f32[] [0.0]}
      %5 = constant {value=f32[] [-Infinity]}
      %6 = where(%2, %4, %5)
      %7 = add(%3, %6)
      %8 = equal(%7, %5)
      %9 = not(%8)
      %10 = cast(%9) {to="i32"}
      %11 = reduce(%10) {axes=[2], keep_dims=1, kind="max"}
      %12 = cast(%11) {to="bool"}
      %13 = not(%12)
      %14 = softmax(%7) {axis=2}
      %15 = constant {value=f32[2,3,3] splat(0.0)}
      %16 = where(%13, %15, %14)
      return "y" = %16
      """;

  @Test
  void asksTheResultInstead() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "q" = input : f32[2,3,4]
        %1 "k" = input : f32[2,4,3]
        %2 "keep" = input : bool[2,3,3]
        %3 = matmul(%0, %1)
        %4 = constant {value=f32[] [0.0]}
        %5 = constant {value=f32[] [-Infinity]}
        %6 = where(%2, %4, %5)
        %7 = add(%3, %6)
        %14 = softmax(%7) {axis=2}
        %17 = is_nan(%14)
        %18 = constant {value=f32[] [0.0]}
        %16 = where(%17, %18, %14)
        return "y" = %16
        """);
  }

  /** NaN or +∞ among the mask's numbers would give NaN before, and 0 after. */
  @Test
  void leavesAMaskOfAnyNumbers() {
    RULE.leaves(
        """
        %0 "x" = input : f32[2,3,3]
        %5 = constant {value=f32[] [-Infinity]}
        %8 = equal(%0, %5)
        %9 = not(%8)
        %10 = cast(%9) {to="i32"}
        %11 = reduce(%10) {axes=[2], keep_dims=1, kind="max"}
        %12 = cast(%11) {to="bool"}
        %13 = not(%12)
        %14 = softmax(%0) {axis=2}
        %15 = constant {value=f32[2,3,3] splat(0.0)}
        %16 = where(%13, %15, %14)
        return "y" = %16
        """);
  }

  @Test
  void leavesAnotherCondition() {
    RULE.leaves(
        BEFORE.replace(
            "%5 = constant {value=f32[] [-Infinity]}", "%5 = constant {value=f32[] [-1.0]}"));
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
