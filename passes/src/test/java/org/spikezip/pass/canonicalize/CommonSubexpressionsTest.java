package org.spikezip.pass.canonicalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;

class CommonSubexpressionsTest {
  @Test
  void mergesChainsAtOnce() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,4]
            %1 = constant {value=f32[] [2.0]}
            %2 = mul(%0, %1)
            %3 = exp(%2)
            %4 = constant {value=f32[] [2.0]}
            %5 = mul(%0, %4)
            %6 = exp(%5)
            %7 = add(%3, %6)
            return "y" = %7, "z" = %6
            """);
    Graph merged = CommonSubexpressions.find(graph).orElseThrow().apply(graph);
    assertEquals(
        RuleFixture.print(
            RuleFixture.parse(
                """
                %0 "x" = input : f32[batch,4]
                %1 = constant {value=f32[] [2.0]}
                %2 = mul(%0, %1)
                %3 = exp(%2)
                %7 = add(%3, %3)
                return "y" = %7, "z" = %3
                """)),
        RuleFixture.print(merged));
    assertTrue(CommonSubexpressions.find(merged).isEmpty());
    Numbers.assertSame(graph, merged);
  }

  @Test
  void leavesWhatDiffers() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[4,4]
            %1 = constant {value=f32[1] [2.0]}
            %2 = constant {value=f32[] [2.0]}
            %3 = transpose(%0) {perm=[0, 1]}
            %4 = transpose(%0) {perm=[1, 0]}
            %5 = sub(%1, %2)
            %6 = sub(%2, %1)
            return "a" = %3, "b" = %4, "c" = %5, "d" = %6
            """);
    assertTrue(CommonSubexpressions.find(graph).isEmpty());
  }

  @Test
  void leavesHostOperators() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[4]
            %1 = host(%0) {domain="", node=0x, opset=13, type="RandomNormalLike"} : f32[4]
            %2 = host(%0) {domain="", node=0x, opset=13, type="RandomNormalLike"} : f32[4]
            return "a" = %1, "b" = %2
            """);
    assertTrue(CommonSubexpressions.find(graph).isEmpty());
  }
}
