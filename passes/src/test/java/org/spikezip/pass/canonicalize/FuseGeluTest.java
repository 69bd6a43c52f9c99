package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseGeluTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseGelu());

  private static final String FUSED =
      """
      %0 "x" = input : f32[batch,4]
      %1 = gelu(%0)
      return "y" = %1
      """;

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[] [1.4142135]}
      %2 = div(%0, %1)
      %3 = erf(%2)
      %4 = constant {value=f32[] [1.0]}
      %5 = add(%3, %4)
      %6 = mul(%0, %5)
      %7 = constant {value=f32[] [0.5]}
      %8 = mul(%6, %7)
      return "y" = %8
      """;

  @Test
  void fusesBert() {
    RULE.rewrites(BEFORE, FUSED);
  }

  @Test
  void fusesHalfFirst() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [0.70710677]}
        %2 = mul(%1, %0)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%4, %3)
        %7 = constant {value=f32[] [0.5]}
        %6 = mul(%0, %7)
        %8 = mul(%6, %5)
        return "y" = %8
        """,
        FUSED);
  }

  @Test
  void fusesHalfOfTheSum() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [1.4142]}
        %2 = div(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%3, %4)
        %7 = constant {value=f32[] [0.5]}
        %6 = mul(%5, %7)
        %8 = mul(%0, %6)
        return "y" = %8
        """,
        FUSED);
  }

  @Test
  void fusesHalfOutside() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [0.7071]}
        %2 = mul(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%3, %4)
        %6 = mul(%0, %5)
        %7 = constant {value=f32[] [0.5]}
        %8 = mul(%7, %6)
        return "y" = %8
        """,
        FUSED);
  }

  @Test
  void fusesMultipliedOut() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [0.70710677]}
        %2 = mul(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [0.5]}
        %5 = mul(%3, %4)
        %6 = add(%5, %4)
        %8 = mul(%6, %0)
        return "y" = %8
        """,
        FUSED);
  }

  @Test
  void fusesDividedByTwo() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [1.4142135]}
        %2 = div(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%3, %4)
        %6 = mul(%0, %5)
        %7 = constant {value=f32[] [2.0]}
        %8 = div(%6, %7)
        return "y" = %8
        """,
        FUSED);
  }

  @Test
  void leavesAnotherSlope() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [1.5]}
        %2 = div(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%3, %4)
        %6 = mul(%0, %5)
        %7 = constant {value=f32[] [0.5]}
        %8 = mul(%6, %7)
        return "y" = %8
        """);
  }

  @Test
  void leavesAnotherFactor() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %9 "z" = input : f32[batch,4]
        %1 = constant {value=f32[] [1.4142135]}
        %2 = div(%0, %1)
        %3 = erf(%2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%3, %4)
        %6 = mul(%9, %5)
        %7 = constant {value=f32[] [0.5]}
        %8 = mul(%6, %7)
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
