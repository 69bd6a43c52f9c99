package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.text.IrParser;

class LevelSearchTest {
  private static final Site HARMLESS = site(0);
  private static final Site HARMFUL = site(1);

  @Test
  void theHarmfulGetMoreFirst() {
    Map<Site, Double> sensitivity = Map.of(HARMLESS, 1.0, HARMFUL, 100.0);
    Levels raised = LevelSearch.raised(Levels.all(LevelSearch.FIRST), sensitivity);
    assertEquals(8, raised.of(HARMLESS));
    assertEquals(16, raised.of(HARMFUL));
    Levels again = LevelSearch.raised(raised, sensitivity);
    assertEquals(8, again.of(HARMLESS));
    assertEquals(32, again.of(HARMFUL));
  }

  @Test
  void levelsEndAtTheMost() {
    Map<Site, Double> sensitivity = new HashMap<>();
    sensitivity.put(HARMFUL, 1.0);
    Levels levels = Levels.all(Levels.MOST);
    assertEquals(levels, LevelSearch.raised(levels, sensitivity));
  }

  /** The second product multiplies by a million, so that its operand is what matters. */
  @Test
  void autoGivesLevelsToWhatNeedsThem() {
    Graph graph =
        IrParser.parse(
            """
            graph "two" canonical {
              %0 "x" = input : f32[batch,8]
              %1 "w1" = constant {value=f32[8,4] random(1)}
              %2 "a" = matmul(%0, %1)
              %3 "half" = constant {value=f32[] [0.001]}
              %4 "small" = mul(%2, %3)
              %5 "t" = tanh(%0)
              %6 "w2" = constant {value=f32[8,4] random(2)}
              %7 "b" = matmul(%5, %6)
              %8 "y" = add(%4, %7)
              return "y" = %8
            }
            """);
    List<Map<String, Tensor>> samples = Fixture.samples("x", 60, 1, 8);
    PassResult result =
        Fixture.with(samples).option("levels", "auto").option("target", "0.9999").quantize(graph);
    assertTrue(
        result.notes().stream().anyMatch(n -> n.startsWith("levels found: 8 to ")),
        result.notes().toString());
    assertEquals(8, levels(result.graph(), "x.codes"));
    assertTrue(levels(result.graph(), "t.codes") >= 16);
  }

  private static int levels(Graph graph, String name) {
    return graph.nodesOf(Quantizer.class).stream()
        .filter(n -> n.name().equals(name))
        .mapToInt(
            n ->
                graph.constant(n.input(3)).orElseThrow().ints()[0]
                    - graph.constant(n.input(2)).orElseThrow().ints()[0]
                    + 1)
        .findFirst()
        .orElseThrow();
  }

  private static Site site(int node) {
    return new Site(new Value(node, 0), Grouping.TENSOR, Grouping.TENSOR, false);
  }
}
