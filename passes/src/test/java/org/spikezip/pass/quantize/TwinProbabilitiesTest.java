package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.text.IrParser;

class TwinProbabilitiesTest {
  private static final String MEAN =
      """
      graph "mean" canonical {
        %0 "s" = input : f32[batch,6,6]
        %1 "v" = input : f32[batch,6,3]
        %2 "p" = softmax(%0) {axis=-1}
        %3 "y" = matmul(%2, %1)
        return "y" = %3
      }
      """;

  private static Rewriter.Result rewrite(Graph graph) {
    return new Rewriter(List.of(new TwinProbabilities())).run(graph);
  }

  private static Map<String, Tensor> sample(int seed) {
    Tensor scores = Fixture.random(seed, 9, 6, 6);
    float[] loud = scores.floats().clone();
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 3;
    }
    return Map.of("s", Tensor.of(loud, scores.dims()), "v", Fixture.random(seed + 1, 9, 6, 3));
  }

  @Test
  void theProductKeepsItsValue() {
    Graph graph = IrParser.parse(MEAN);
    Rewriter.Result result = rewrite(graph);
    assertEquals(1, result.fired().get("twin-probabilities"));
    assertEquals(2, result.graph().nodesOf(MatMul.class).size());
    assertArrayEquals(
        Fixture.evaluate(graph, sample(1)).get("y").floats(),
        Fixture.evaluate(result.graph(), sample(1)).get("y").floats(),
        1e-6f);
  }

  @Test
  void firesOnce() {
    assertTrue(rewrite(rewrite(IrParser.parse(MEAN)).graph()).fired().isEmpty());
  }

  @Test
  void whatIsNoProbabilityStays() {
    Graph graph = IrParser.parse(MEAN.replace("softmax(%0) {axis=-1}", "sigmoid(%0)"));
    assertTrue(rewrite(graph).fired().isEmpty());
  }

  @Test
  void spreadWeightsAreSplitToo() {
    Graph spread =
        new Rewriter(List.of(new SpreadProbabilities())).run(IrParser.parse(MEAN)).graph();
    assertEquals(1, rewrite(spread).fired().get("twin-probabilities"));
  }

  /** Each part has a quantizer of its own; the values share one. */
  @Test
  void twoQuantizersKeepMoreThanOne() {
    double one = snr("plain");
    double twin = snr("plain,twin");
    assertTrue(twin > one + 0.5, "twin " + twin + ", one " + one);
  }

  private static double snr(String recipe) {
    Graph graph = IrParser.parse(MEAN);
    Graph after =
        Fixture.with(List.of(sample(1), sample(3), sample(5)))
            .option("recipe", recipe)
            .option("levels", "8")
            .quantize(graph)
            .graph();
    int products = recipe.contains("twin") ? 2 : 1;
    assertEquals(products, after.nodesOf(Bilinear.class).size());
    assertEquals(products + 1, after.nodesOf(Quantizer.class).size());
    return Fixture.snr(
        Fixture.evaluate(graph, sample(7)).get("y"), Fixture.evaluate(after, sample(7)).get("y"));
  }
}
