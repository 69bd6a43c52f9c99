package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class LowerConvTest {
  private static final RuleFixture RULE = new RuleFixture(new LowerConv());

  private static final String BEFORE =
      """
      %0 "x" = input : f32[batch,2,5,5]
      %1 = constant {value=f32[3,2,2,2] random(1)}
      %2 = constant {value=f32[3] random(2)}
      %3 = conv(%0, %1, %2) {dilations=[1, 1], group=1, pads=[1, 0, 0, 0], strides=[2, 1]}
      return "y" = %3
      """;

  @Test
  void makesAProduct() {
    RULE.rewrites(
        BEFORE,
        """
        %0 "x" = input : f32[batch,2,5,5]
        %4 = patches(%0) {dilations=[1, 1], kernel=[2, 2], pads=[1, 0, 0, 0], strides=[2, 1]}
        %1 = constant {value=f32[3,2,2,2] random(1)}
        %5 = constant {value=i64[2] [3, -1]}
        %6 = reshape(%1, %5) {allow_zero=0}
        %7 = transpose(%6) {perm=[1, 0]}
        %8 = matmul(%4, %7)
        %2 = constant {value=f32[3] random(2)}
        %9 = add(%8, %2)
        %10 = transpose(%9) {perm=[0, 2, 1]}
        %11 = constant {value=i64[4] [0, 3, 3, 4]}
        %12 = reshape(%10, %11) {allow_zero=0}
        return "y" = %12
        """);
  }

  @Test
  void leavesOneSizeOpen() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,2,n]
        %1 = constant {value=f32[3,2,2] random(1)}
        %3 = conv(%0, %1) {dilations=[1], group=1, pads=[0, 0], strides=[1]}
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,2,n]
        %4 = patches(%0) {dilations=[1], kernel=[2], pads=[0, 0], strides=[1]}
        %1 = constant {value=f32[3,2,2] random(1)}
        %5 = constant {value=i64[2] [3, -1]}
        %6 = reshape(%1, %5) {allow_zero=0}
        %7 = transpose(%6) {perm=[1, 0]}
        %8 = matmul(%4, %7)
        %10 = transpose(%8) {perm=[0, 2, 1]}
        %11 = constant {value=i64[3] [0, 3, -1]}
        %12 = reshape(%10, %11) {allow_zero=0}
        return "y" = %12
        """);
  }

  @Test
  void leavesGroups() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,2,5,5]
        %1 = constant {value=f32[4,1,2,2] random(1)}
        %3 = conv(%0, %1) {dilations=[1, 1], group=2, pads=[1, 0, 0, 0], strides=[2, 1]}
        return "y" = %3
        """);
  }

  @Test
  void leavesComputedWeights() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,2,5,5]
        %1 "w" = input : f32[3,2,2,2]
        %3 = conv(%0, %1) {dilations=[1, 1], group=1, pads=[1, 0, 0, 0], strides=[2, 1]}
        return "y" = %3
        """);
  }

  @Test
  void leavesTwoOpenSizes() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,2,h,w]
        %1 = constant {value=f32[3,2,2,2] random(1)}
        %3 = conv(%0, %1) {dilations=[1, 1], group=1, pads=[1, 0, 0, 0], strides=[2, 1]}
        return "y" = %3
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
