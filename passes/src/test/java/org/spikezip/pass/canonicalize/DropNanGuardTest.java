package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropNanGuardTest {
  private static final RuleFixture RULE = new RuleFixture(new DropNanGuard());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,3,4]
      %1 = transpose(%0) {perm=[0, 2, 1]}
      %2 = matmul(%0, %1)
      %13 = constant {value=f32[] [0.125]}
      %4 = mul(%2, %13)
      %5 = softmax(%4) {axis=-1}
      %6 = is_nan(%5)
      %7 = constant {value=f32[] [0.0]}
      %8 = where(%6, %7, %5)
      return "y" = %8
      """;

  @Test
  void dropsWithoutMask() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %13 = constant {value=f32[] [0.125]}
        %4 = mul(%2, %13)
        %5 = softmax(%4) {axis=-1}
        return "y" = %5
        """);
  }

  @Test
  void dropsWithAFiniteMask() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %9 "m" = input : bool[batch,3,3]
        %10 = constant {value=f32[] [0.0]}
        %11 = constant {value=f32[] [-3.4028235E38]}
        %12 = where(%9, %10, %11)
        %4 = add(%2, %12)
        %5 = softmax(%4) {axis=-1}
        %6 = is_nan(%5)
        %7 = constant {value=f32[] [0.0]}
        %8 = where(%6, %7, %5)
        return "y" = %8
        """,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %9 "m" = input : bool[batch,3,3]
        %10 = constant {value=f32[] [0.0]}
        %11 = constant {value=f32[] [-3.4028235E38]}
        %12 = where(%9, %10, %11)
        %4 = add(%2, %12)
        %5 = softmax(%4) {axis=-1}
        return "y" = %5
        """);
  }

  @Test
  void leavesAnInfiniteMask() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %9 "m" = input : bool[batch,3,3]
        %10 = constant {value=f32[] [0.0]}
        %11 = constant {value=f32[] [-Infinity]}
        %12 = where(%9, %10, %11)
        %4 = add(%2, %12)
        %5 = softmax(%4) {axis=-1}
        %6 = is_nan(%5)
        %7 = constant {value=f32[] [0.0]}
        %8 = where(%6, %7, %5)
        return "y" = %8
        """);
  }

  @Test
  void leavesTwoMasksThatOverflow() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %9 "m" = input : bool[batch,3,3]
        %10 = constant {value=f32[] [0.0]}
        %11 = constant {value=f32[] [-3.4028235E38]}
        %12 = where(%9, %10, %11)
        %14 = add(%2, %12)
        %4 = add(%14, %12)
        %5 = softmax(%4) {axis=-1}
        %6 = is_nan(%5)
        %7 = constant {value=f32[] [0.0]}
        %8 = where(%6, %7, %5)
        return "y" = %8
        """);
  }

  @Test
  void leavesAMaskOfTheUser() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %9 "m" = input : f32[batch,3,3]
        %4 = add(%2, %9)
        %5 = softmax(%4) {axis=-1}
        %6 = is_nan(%5)
        %7 = constant {value=f32[] [0.0]}
        %8 = where(%6, %7, %5)
        return "y" = %8
        """);
  }

  @Test
  void leavesOtherConditions() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = transpose(%0) {perm=[0, 2, 1]}
        %2 = matmul(%0, %1)
        %13 = constant {value=f32[] [0.125]}
        %4 = mul(%2, %13)
        %5 = softmax(%4) {axis=-1}
        %6 = is_nan(%4)
        %7 = constant {value=f32[] [0.0]}
        %8 = where(%6, %7, %5)
        return "y" = %8
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
