package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class UnflattenTransposeTest {
  private static final RuleFixture RULE = new RuleFixture(new UnflattenTranspose());

  private static final String BEFORE =
      """
      %0 "k" = input : f32[batch,3,5,4]
      %1 = constant {value=i64[3] [-1, 5, 4]}
      %2 = reshape(%0, %1) {allow_zero=0}
      %3 = transpose(%2) {perm=[0, 2, 1]}
      %4 = constant {value=i64[4] [-1, 3, 4, 5]}
      %5 = reshape(%3, %4) {allow_zero=0}
      return "y" = %5
      """;

  @Test
  void swapsInPlace() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "k" = input : f32[batch,3,5,4]
        %1 = constant {value=i64[4] [-1, 3, 5, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = transpose(%2) {perm=[0, 1, 3, 2]}
        return "y" = %3
        """);
  }

  @Test
  void swapsSymbolsInPlace() {
    RULE.rewrites(
        """
        %0 "k" = input : f32[batch,3,n,4]
        %1 = shape(%0)
        %2 = constant {value=i64[1] [2]}
        %3 = gather(%1, %2) {axis=0}
        %4 = constant {value=i64[1] [-1]}
        %5 = constant {value=i64[1] [4]}
        %6 = concat(%4, %3, %5) {axis=0}
        %7 = reshape(%0, %6) {allow_zero=0}
        %8 = transpose(%7) {perm=[0, 2, 1]}
        %9 = constant {value=i64[2] [0, 1]}
        %10 = gather(%1, %9) {axis=0}
        %11 = concat(%10, %5, %3) {axis=0}
        %12 = reshape(%8, %11) {allow_zero=0}
        return "y" = %12
        """,
        """
        %0 "k" = input : f32[batch,3,n,4]
        %1 = constant {value=i64[4] [0, 3, 0, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = transpose(%2) {perm=[0, 1, 3, 2]}
        return "y" = %3
        """);
  }

  @Test
  void leavesOtherRows() {
    RULE.leaves(
        """
        %0 "k" = input : f32[batch,3,5,4]
        %1 = constant {value=i64[3] [-1, 5, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = transpose(%2) {perm=[0, 2, 1]}
        %4 = constant {value=i64[4] [-1, 3, 5, 4]}
        %5 = reshape(%3, %4) {allow_zero=0}
        return "y" = %5
        """);
  }

  @Test
  void leavesOtherPermutations() {
    RULE.leaves(
        """
        %0 "k" = input : f32[batch,3,5,4]
        %1 = constant {value=i64[3] [-1, 5, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        %3 = transpose(%2) {perm=[2, 0, 1]}
        %4 = constant {value=i64[2] [4, -1]}
        %5 = reshape(%3, %4) {allow_zero=0}
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
