package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropTransposeTest {
  private static final RuleFixture RULE = new RuleFixture(new DropTranspose());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = transpose(%0) {perm=[0, 1]}
      return "y" = %1
      """;

  @Test
  void dropsTheIdentity() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesOthers() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = transpose(%0) {perm=[1, 0]}
        return "y" = %1
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
