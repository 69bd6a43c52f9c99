package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class FuseGeluTanhTest {
  private static final RuleFixture RULE = new RuleFixture(new FuseGeluTanh());

  private static final String FUSED =
      """
      %0 "x" = input : f32[batch,4]
      %1 = gelu_tanh(%0)
      return "y" = %1
      """;

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,4]
      %1 = constant {value=f32[] [3.0]}
      %2 = pow(%0, %1)
      %3 = constant {value=f32[] [0.044715]}
      %4 = mul(%2, %3)
      %5 = add(%0, %4)
      %6 = constant {value=f32[] [0.7978846]}
      %7 = mul(%5, %6)
      %8 = tanh(%7)
      %9 = constant {value=f32[] [1.0]}
      %10 = add(%8, %9)
      %11 = constant {value=f32[] [0.5]}
      %12 = mul(%0, %11)
      %13 = mul(%12, %10)
      return "y" = %13
      """;

  @Test
  void fusesGpt2() {
    RULE.rewrites(BEFORE, FUSED);
  }

  @Test
  void fusesProducts() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = mul(%0, %0)
        %2 = mul(%1, %0)
        %3 = constant {value=f32[] [0.044715]}
        %4 = mul(%2, %3)
        %5 = add(%0, %4)
        %6 = constant {value=f32[] [0.7978846]}
        %7 = mul(%5, %6)
        %8 = tanh(%7)
        %9 = constant {value=f32[] [1.0]}
        %10 = add(%8, %9)
        %11 = constant {value=f32[] [0.5]}
        %12 = mul(%0, %11)
        %13 = mul(%12, %10)
        return "y" = %13
        """,
        FUSED);
  }

  @Test
  void fusesFactoredOut() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4]
        %1 = mul(%0, %0)
        %2 = constant {value=f32[] [0.044715]}
        %3 = mul(%1, %2)
        %4 = constant {value=f32[] [1.0]}
        %5 = add(%4, %3)
        %6 = mul(%0, %5)
        %7 = constant {value=f32[] [0.7978846]}
        %8 = mul(%6, %7)
        %9 = tanh(%8)
        %10 = add(%9, %4)
        %11 = mul(%0, %10)
        %12 = constant {value=f32[] [0.5]}
        %13 = mul(%11, %12)
        return "y" = %13
        """,
        FUSED);
  }

  @Test
  void leavesAnotherSlope() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [3.0]}
        %2 = pow(%0, %1)
        %3 = constant {value=f32[] [0.044715]}
        %4 = mul(%2, %3)
        %5 = add(%0, %4)
        %6 = constant {value=f32[] [0.8]}
        %7 = mul(%5, %6)
        %8 = tanh(%7)
        %9 = constant {value=f32[] [1.0]}
        %10 = add(%8, %9)
        %11 = constant {value=f32[] [0.5]}
        %12 = mul(%0, %11)
        %13 = mul(%12, %10)
        return "y" = %13
        """);
  }

  @Test
  void leavesSquares() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [2.0]}
        %2 = pow(%0, %1)
        %3 = constant {value=f32[] [0.044715]}
        %4 = mul(%2, %3)
        %5 = add(%0, %4)
        %6 = constant {value=f32[] [0.7978846]}
        %7 = mul(%5, %6)
        %8 = tanh(%7)
        %9 = constant {value=f32[] [1.0]}
        %10 = add(%8, %9)
        %11 = constant {value=f32[] [0.5]}
        %12 = mul(%0, %11)
        %13 = mul(%12, %10)
        return "y" = %13
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
