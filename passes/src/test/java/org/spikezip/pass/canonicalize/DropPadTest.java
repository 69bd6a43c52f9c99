package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class DropPadTest {
  private static final RuleFixture RULE = new RuleFixture(new DropPad());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = pad(%0) {pads=[0, 0, 0, 0], value=0.0}
      return "y" = %1
      """;

  @Test
  void dropsNothing() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesSomething() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = pad(%0) {pads=[0, 1, 0, 0], value=0.0}
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
