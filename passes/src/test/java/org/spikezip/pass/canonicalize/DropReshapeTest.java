package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropReshapeTest {
  private static final RuleFixture RULE = new RuleFixture(new DropReshape());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=i64[2] [0, 4]}
      %2 = reshape(%0, %1) {allow_zero=0}
      return "y" = %2
      """;

  @Test
  void dropsWhatKeepsTheShape() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void dropsWhereOneDimensionFollows() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[?,4]
        %1 = constant {value=i64[2] [-1, 4]}
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[?,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesAnotherShape() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=i64[3] [0, 2, 2]}
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
        """);
  }

  @Test
  void leavesTwoOpenDimensions() {
    RULE.leaves(
        """
        %0 "x" = input : f32[?,?]
        %1 "s" = input : i64[2]
        %2 = reshape(%0, %1) {allow_zero=0}
        return "y" = %2
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
