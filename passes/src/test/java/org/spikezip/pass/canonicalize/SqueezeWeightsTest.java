package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class SqueezeWeightsTest {
  private static final RuleFixture RULE = new RuleFixture(new SqueezeWeights());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,3,4]
      %1 = constant {value=f32[1,4,2] random(1)}
      %2 = matmul(%0, %1)
      return "y" = %2
      """;

  @Test
  void dropsLeadingAxes() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=f32[4,2] random(1)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void takesOneOfEqualMatrices() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[2,3,4]
        %1 = constant {value=f32[2,4,2] splat(0.5)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """,
        """
        %0 "x" = input : f32[2,3,4]
        %1 = constant {value=f32[4,2] splat(0.5)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesEqualMatricesThatMakeABatch() {
    RULE.leaves(
        """
        %0 "x" = input : f32[1,3,4]
        %1 = constant {value=f32[2,4,2] splat(0.5)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesABatchOfMatrices() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,3,4]
        %1 = constant {value=f32[2,1,4,2] random(1)}
        %2 = matmul(%0, %1)
        return "y" = %2
        """);
  }

  @Test
  void leavesWhatAddsAnAxis() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[1,4,2] random(1)}
        %2 = matmul(%0, %1)
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
