package org.spikezip.pass.canonicalize;

import org.junit.jupiter.api.Test;

class UngroupConvTest {
  private static final RuleFixture RULE = new RuleFixture(new UngroupConv());

  @Test
  void putsZerosBetweenGroups() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,4,5]
        %1 "w" = constant {value=f32[2,2,2] [1, 2, 3, 4, 5, 6, 7, 8]}
        %2 "b" = constant {value=f32[2] [1, 2]}
        %3 = conv(%0, %1, %2) {dilations=[1], group=2, pads=[0, 0], strides=[1]}
        return "y" = %3
        """,
        """
        %0 "x" = input : f32[batch,4,5]
        %1 "w" = constant {value=f32[2,4,2] [1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8]}
        %2 "b" = constant {value=f32[2] [1, 2]}
        %3 = conv(%0, %1, %2) {dilations=[1], group=1, pads=[0, 0], strides=[1]}
        return "y" = %3
        """);
  }

  @Test
  void putsZeroPointsBetweenIntegers() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,2,5,5]
        %1 = constant {value=u8[4,1,1,1] [1, 2, 3, 4]}
        %2 = constant {value=f32[4] [0.1, 0.2, 0.3, 0.4]}
        %3 = constant {value=u8[4] [7, 8, 9, 10]}
        %4 = dequantize_linear(%1, %2, %3) {axis=0, block_size=0}
        %5 = conv(%0, %4) {dilations=[1, 1], group=2, pads=[0, 0, 0, 0], strides=[1, 1]}
        return "y" = %5
        """,
        """
        %0 "x" = input : f32[batch,2,5,5]
        %1 = constant {value=u8[4,2,1,1] [1, 7, 2, 8, 9, 3, 10, 4]}
        %2 = constant {value=f32[4] [0.1, 0.2, 0.3, 0.4]}
        %3 = constant {value=u8[4] [7, 8, 9, 10]}
        %4 = dequantize_linear(%1, %2, %3) {axis=0, block_size=0}
        %5 = conv(%0, %4) {dilations=[1, 1], group=1, pads=[0, 0, 0, 0], strides=[1, 1]}
        return "y" = %5
        """);
  }

  @Test
  void integersWithoutZeroPoint() {
    RULE.rewrites(
        """
        %0 "x" = input : f32[batch,2,5]
        %1 = constant {value=i8[2,1,1] [3, -4]}
        %2 = constant {value=f32[] [0.1]}
        %4 = dequantize_linear(%1, %2) {axis=1, block_size=0}
        %5 = conv(%0, %4) {dilations=[1], group=2, pads=[0, 0], strides=[1]}
        return "y" = %5
        """,
        """
        %0 "x" = input : f32[batch,2,5]
        %1 = constant {value=i8[2,2,1] [3, 0, 0, -4]}
        %2 = constant {value=f32[] [0.1]}
        %4 = dequantize_linear(%1, %2) {axis=1, block_size=0}
        %5 = conv(%0, %4) {dilations=[1], group=1, pads=[0, 0], strides=[1]}
        return "y" = %5
        """);
  }

  @Test
  void leavesOneGroup() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,2,5]
        %1 = constant {value=f32[2,2,2] random(1)}
        %3 = conv(%0, %1) {dilations=[1], group=1, pads=[0, 0], strides=[1]}
        return "y" = %3
        """);
  }

  @Test
  void leavesComputedWeights() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,2,5]
        %1 "w" = input : f32[2,1,2]
        %3 = conv(%0, %1) {dilations=[1], group=2, pads=[0, 0], strides=[1]}
        return "y" = %3
        """);
  }

  @Test
  void leavesWhatWouldBeTooLarge() {
    RULE.leaves(
        """
        %0 "x" = input : f32[batch,4097,5]
        %1 = constant {value=f32[4097,1,1] random(1)}
        %3 = conv(%0, %1) {dilations=[1], group=4097, pads=[0, 0], strides=[1]}
        return "y" = %3
        """);
  }
}
