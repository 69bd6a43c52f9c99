package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class UnflattenLinearTest {
  private static final RuleFixture RULE = new RuleFixture(new UnflattenLinear());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,seq,4]
      %1 = constant {value=i64[2] [-1, 4]}
      %2 = reshape(%0, %1) {allow_zero=0}
      %3 = constant {value=f32[4,3] random(1)}
      %4 = matmul(%2, %3)
      %5 = constant {value=f32[3] random(2)}
      %6 = add(%4, %5)
      %7 = shape(%0)
      %8 = constant {value=i64[2] [0, 1]}
      %9 = gather(%7, %8) {axis=0}
      %10 = constant {value=i64[1] [3]}
      %11 = concat(%9, %10) {axis=0}
      %12 = reshape(%6, %11) {allow_zero=0}
      return "y" = %12
      """;

  @Test
  void keepsTheRows() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,seq,4]
        %3 = constant {value=f32[4,3] random(1)}
        %4 = matmul(%0, %3)
        %5 = constant {value=f32[3] random(2)}
        %6 = add(%4, %5)
        return "y" = %6
        """);
  }

  @Test
  void needsNoBias() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,seq,4]
        %1 = constant {value=i64[2] [-1, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = constant {value=f32[4,3] random(1)}
        %4 = matmul(%2, %3)
        %7 = shape(%0)
        %8 = constant {value=i64[2] [0, 1]}
        %9 = gather(%7, %8) {axis=0}
        %10 = constant {value=i64[1] [3]}
        %11 = concat(%9, %10) {axis=0}
        %12 = reshape(%4, %11) {allow_zero=0}
        return "y" = %12
        """,
        """
        %0 "x" = input : f32[batch,seq,4]
        %3 = constant {value=f32[4,3] random(1)}
        %4 = matmul(%0, %3)
        return "y" = %4
        """);
  }

  @Test
  void keepsRowsThatArePartedBehind() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[2,6,4]
        %1 = constant {value=i64[2] [-1, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = constant {value=f32[4,8] random(1)}
        %4 = matmul(%2, %3)
        %5 = constant {value=i64[4] [2, 6, 2, 4]}
        %6 = reshape(%4, %5) {allow_zero=0}
        return "y" = %6
        """,
        """
        %0 "x" = input : f32[2,6,4]
        %3 = constant {value=f32[4,8] random(1)}
        %4 = matmul(%0, %3)
        %5 = constant {value=i64[4] [2, 6, 2, 4]}
        %6 = reshape(%4, %5) {allow_zero=0}
        return "y" = %6
        """);
  }

  @Test
  void leavesOtherRows() {
    RULE.leaves(
        """
        %0 "x" = input : f32[2,6,4]
        %1 = constant {value=i64[2] [-1, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = constant {value=f32[4,3] random(1)}
        %4 = matmul(%2, %3)
        %5 = constant {value=i64[3] [3, 4, 3]}
        %6 = reshape(%4, %5) {allow_zero=0}
        return "y" = %6
        """);
  }

  @Test
  void leavesActivationsAsBias() {
    RULE.leaves(
        """
        %5 "z" = input : f32[12,3]
        %0 "x" = input : f32[2,6,4]
        %1 = constant {value=i64[2] [-1, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = constant {value=f32[4,3] random(1)}
        %4 = matmul(%2, %3)
        %6 = add(%4, %5)
        %7 = constant {value=i64[3] [2, 6, 3]}
        %8 = reshape(%6, %7) {allow_zero=0}
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
