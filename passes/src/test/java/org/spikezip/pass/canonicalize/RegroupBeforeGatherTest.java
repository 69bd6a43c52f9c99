package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class RegroupBeforeGatherTest {
  private static final RuleFixture RULE = new RuleFixture(new RegroupBeforeGather());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[2,3]
      %1 "i" = input : i64[2,2]
      %2 = constant {value=i64[2] [6, 1]}
      %3 = reshape(%0, %2) {allow_zero=0}
      %4 = gather(%3, %1) {axis=0}
      %5 = constant {value=i64[2] [2, 2]}
      %6 = reshape(%4, %5) {allow_zero=0}
      return "y" = %6
      """;

  @Test
  void regroupsTheTable() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[2,3]
        %1 "i" = input : i64[2,2]
        %2 = constant {value=i64[2] [6, 1]}
        %3 = reshape(%0, %2) {allow_zero=0}
        %4 = constant {value=i64[1] [6]}
        %5 = reshape(%3, %4) {allow_zero=0}
        %6 = gather(%5, %1) {axis=0}
        return "y" = %6
        """);
  }

  @Test
  void leavesWhatChangesTheIndices() {
    RULE.leaves(
        BEFORE.replace("%5 = constant {value=i64[2] [2, 2]}", "%5 = constant {value=i64[1] [4]}"));
  }

  @Test
  void leavesATableThatIsNoReshape() {
    RULE.leaves(
        """
        %0 "x" = input : f32[6,1]
        %1 "i" = input : i64[2,2]
        %4 = gather(%0, %1) {axis=0}
        %5 = constant {value=i64[2] [2, 2]}
        %6 = reshape(%4, %5) {allow_zero=0}
        return "y" = %6
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
