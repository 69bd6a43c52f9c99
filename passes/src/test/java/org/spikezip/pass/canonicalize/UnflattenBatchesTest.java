package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class UnflattenBatchesTest {
  private static final RuleFixture RULE = new RuleFixture(new UnflattenBatches());

  private static final String BEFORE =
      """
      %0 "a" = input : f32[6,2,3,4]
      %1 "b" = input : f32[6,2,4,5]
      %2 = constant {value=i64[3] [-1, 3, 4]}
      %3 = reshape(%0, %2) {allow_zero=0}
      %4 = constant {value=i64[3] [-1, 4, 5]}
      %5 = reshape(%1, %4) {allow_zero=0}
      %6 = matmul(%3, %5)
      %7 = constant {value=i64[4] [6, 2, 3, 5]}
      %8 = reshape(%6, %7) {allow_zero=0}
      return "y" = %8
      """;

  @Test
  void keepsBatchesAndHeadsApart() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "a" = input : f32[6,2,3,4]
        %1 "b" = input : f32[6,2,4,5]
        %8 = matmul(%0, %1)
        return "y" = %8
        """);
  }

  @Test
  void dropsAxesOfOneThatTheMergingSwallowed() {
    RULE.rewrites(
        """
        %0 "a" = input : f32[1,6,2,3,4]
        %1 "b" = input : f32[6,2,4,5]
        %2 = constant {value=i64[3] [-1, 3, 4]}
        %3 = reshape(%0, %2) {allow_zero=0}
        %4 = constant {value=i64[3] [-1, 4, 5]}
        %5 = reshape(%1, %4) {allow_zero=0}
        %6 = matmul(%3, %5)
        %7 = constant {value=i64[4] [6, 2, 3, 5]}
        %8 = reshape(%6, %7) {allow_zero=0}
        return "y" = %8
        """,
        """
        %0 "a" = input : f32[1,6,2,3,4]
        %1 "b" = input : f32[6,2,4,5]
        %2 = squeeze(%0) {axes=[0]}
        %8 = matmul(%2, %1)
        return "y" = %8
        """);
  }

  @Test
  void leavesOtherBatches() {
    RULE.leaves(
        """
        %0 "a" = input : f32[6,2,3,4]
        %1 "b" = input : f32[2,6,4,5]
        %2 = constant {value=i64[3] [-1, 3, 4]}
        %3 = reshape(%0, %2) {allow_zero=0}
        %4 = constant {value=i64[3] [-1, 4, 5]}
        %5 = reshape(%1, %4) {allow_zero=0}
        %6 = matmul(%3, %5)
        %7 = constant {value=i64[4] [6, 2, 3, 5]}
        %8 = reshape(%6, %7) {allow_zero=0}
        return "y" = %8
        """);
  }

  @Test
  void leavesAReshapeThatMixesRows() {
    RULE.leaves(
        """
        %0 "a" = input : f32[6,2,3,4]
        %1 "b" = input : f32[6,2,4,5]
        %2 = constant {value=i64[3] [-1, 3, 4]}
        %3 = reshape(%0, %2) {allow_zero=0}
        %4 = constant {value=i64[3] [-1, 4, 5]}
        %5 = reshape(%1, %4) {allow_zero=0}
        %6 = matmul(%3, %5)
        %7 = constant {value=i64[4] [6, 2, 5, 3]}
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
