package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class NeutralOperandTest {
  private static final RuleFixture RULE = new RuleFixture(new NeutralOperand());

  private static final String DROPPED =
      """
      %0 "x" = input : f32[batch,4]
      return "y" = %0
      """;

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[4] splat(1.0)}
      %2 = mul(%0, %1)
      return "y" = %2
      """;

  @Test
  void dropsTimesOne() {
    RULE.rewrites(BEFORE, DROPPED);
  }

  @Test
  void dropsOneTimes() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = mul(%1, %0)
        return "y" = %2
        """,
        DROPPED);
  }

  @Test
  void dropsPlusZero() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(0.0)}
        %2 = add(%1, %0)
        return "y" = %2
        """,
        DROPPED);
  }

  @Test
  void dropsMinusZero() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(0.0)}
        %2 = sub(%0, %1)
        return "y" = %2
        """,
        DROPPED);
  }

  @Test
  void dropsOverOne() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = div(%0, %1)
        return "y" = %2
        """,
        DROPPED);
  }

  @Test
  void dropsFirstPower() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = pow(%0, %1)
        return "y" = %2
        """,
        DROPPED);
  }

  @Test
  void dropsAndTrue() {
    RULE.rewrites(
        """
        %0 "x" = input : bool[batch,4]
        %1 = constant {value=bool[] [1]}
        %2 = and(%0, %1)
        return "y" = %2
        """,
        """
        %0 "x" = input : bool[batch,4]
        return "y" = %0
        """);
  }

  @Test
  void leavesOneOver() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(1.0)}
        %2 = div(%1, %0)
        return "y" = %2
        """);
  }

  @Test
  void leavesZeroMinus() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(0.0)}
        %2 = sub(%1, %0)
        return "y" = %2
        """);
  }

  @Test
  void leavesAnotherNumber() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[4] splat(2.0)}
        %2 = mul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesWhatBroadcasts() {
    RULE.leaves(
        """
        %0 "x" = input : f32[4]
        %1 = constant {value=f32[3,4] splat(0.0)}
        %2 = add(%0, %1)
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
