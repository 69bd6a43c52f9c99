package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.text.IrParser;

class SpreadProbabilitiesTest {
  private static final String MEAN =
      """
      graph "mean" canonical {
        %0 "s" = input : f32[batch,4,4]
        %1 "v" = input : f32[batch,4,3]
        %2 "p" = softmax(%0) {axis=-1}
        %3 "y" = matmul(%2, %1)
        return "y" = %3
      }
      """;

  private static Rewriter.Result rewrite(Graph graph) {
    return new Rewriter(List.of(new SpreadProbabilities())).run(graph);
  }

  @Test
  void theProductKeepsItsValue() {
    Graph graph = IrParser.parse(MEAN);
    Rewriter.Result result = rewrite(graph);
    assertEquals(1, result.fired().get("spread-probabilities"));
    assertEquals(1, result.graph().nodesOf(Reduce.class).size());
    Map<String, Tensor> sample =
        Map.of("s", Fixture.random(1, 2, 4, 4), "v", Fixture.random(2, 2, 4, 3));
    assertArrayEquals(
        Fixture.evaluate(graph, sample).get("y").floats(),
        Fixture.evaluate(result.graph(), sample).get("y").floats(),
        1e-6f);
  }

  @Test
  void firesOnce() {
    Graph once = rewrite(IrParser.parse(MEAN)).graph();
    assertTrue(rewrite(once).fired().isEmpty());
  }

  @Test
  void whatIsNoProbabilityStays() {
    Graph graph = IrParser.parse(MEAN.replace("softmax(%0) {axis=-1}", "sigmoid(%0)"));
    assertTrue(rewrite(graph).fired().isEmpty());
  }

  @Test
  void aProductWithConstantsStays() {
    Graph graph =
        IrParser.parse(
            """
            graph "mean" canonical {
              %0 "s" = input : f32[batch,4,4]
              %1 "w" = constant {value=f32[4,3] random(1)}
              %2 "p" = softmax(%0) {axis=-1}
              %3 "y" = matmul(%2, %1)
              return "y" = %3
            }
            """);
    assertTrue(rewrite(graph).fired().isEmpty());
    assertEquals(1, graph.nodesOf(MatMul.class).size());
  }

  @Test
  void theProductMayBeAResultAndSharedWeightsToo() {
    Graph graph =
        IrParser.parse(MEAN.replace("return \"y\" = %3", "return \"y\" = %3, \"p\" = %2"));
    Graph after = rewrite(graph).graph();
    assertEquals(2, after.outputs().size());
    assertEquals("p", after.node(after.outputs().get(1).value()).name());
  }
}
