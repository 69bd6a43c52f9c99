package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.text.IrParser;

class EqualizeChannelsTest {
  private static final String ATTENTION =
      """
      graph "attention" canonical {
        %0 "x" = input : f32[1,5,4]
        %1 "loud" = constant {value=f32[4] [1.0, 30.0, 0.1, 1.0]}
        %2 "xs" = mul(%0, %1)
        %3 "wq" = constant {value=f32[4,4] random(1)}
        %4 "q" = matmul(%2, %3)
        %5 "wk" = constant {value=f32[4,4] random(2)}
        %6 "k" = matmul(%2, %5)
        %7 "kt" = transpose(%6) {perm=[0, 2, 1]}
        %8 "scores" = matmul(%4, %7)
        %9 "small" = constant {value=f32[] splat(0.01)}
        %10 "scaled" = mul(%8, %9)
        %11 "p" = softmax(%10) {axis=-1}
        %12 "c" = matmul(%11, %2)
        %13 "wo" = constant {value=f32[4,3] random(3)}
        %14 "y" = matmul(%12, %13)
        return "y" = %14
      }
      """;

  /** What is loud counts little. */
  private static final String WEIGHTED =
      """
      graph "weighted" canonical {
        %0 "x" = input : f32[1,5,4]
        %1 "loud" = constant {value=f32[4] [1.0, 30.0, 0.1, 1.0]}
        %2 "xs" = mul(%0, %1)
        %3 "w" = constant {value=f32[4,2] [1.0, -1.0, 0.03, 0.02, -9.0, 8.0, 1.0, 0.5]}
        %4 "y" = matmul(%2, %3)
        return "y" = %4
      }
      """;

  private static final List<Map<String, Tensor>> SAMPLES = Fixture.samples("x", 40, 1, 5, 4);

  @Test
  void oneThresholdDoesForChannelsOfDifferentMagnitude() {
    double without = snr("plain");
    double with = snr("equalize");
    assertTrue(with > without + 10, "with " + with + " dB, without " + without + " dB");
  }

  @Test
  void thresholdsStayOneATensor() {
    Graph qann = fixture("equalize").quantize(IrParser.parse(ATTENTION)).graph();
    assertTrue(
        qann.nodesOf(Quantizer.class).stream()
            .allMatch(n -> qann.constant(n.input(1)).orElseThrow().size() == 1));
  }

  @Test
  void theFunctionOfTheGraphStays() {
    Graph graph = IrParser.parse(ATTENTION);
    Constants constants = new Constants(graph, Fixture.evaluator());
    Placement placement =
        Placement.of(graph, graph.uses(), constants, Set.of(), false, false, false);
    Fixture fixture = Fixture.with(SAMPLES);
    Graph equal =
        EqualizeChannels.of(
            graph,
            placement,
            sites ->
                Calibration.run(
                    graph, sites, Map.of(), fixture.calibration().orElseThrow(), fixture));
    assertTrue(equal.nodes().stream().anyMatch(n -> n.name().equals("xs.equalized")));
    for (Map<String, Tensor> sample : SAMPLES.subList(0, 5)) {
      float[] before = Fixture.evaluate(graph, sample).get("y").floats();
      float[] after = Fixture.evaluate(equal, sample).get("y").floats();
      for (int i = 0; i < before.length; i++) {
        assertEquals(before[i], after[i], 1e-4f * (1 + Math.abs(before[i])));
      }
    }
  }

  @Test
  void thresholdsByChannelNeedNoConstants() {
    PassResult result =
        Fixture.with(SAMPLES).option("recipe", "equalize").quantize(IrParser.parse(ATTENTION));
    assertTrue(result.graph().nodes().stream().noneMatch(n -> n.name().contains("equalized")));
  }

  private static Fixture fixture(String recipe) {
    return Fixture.with(SAMPLES)
        .option("recipe", recipe)
        .option("granularity", "tensor")
        .option("levels", "16");
  }

  private static double snr(String recipe) {
    Graph graph = IrParser.parse(WEIGHTED);
    Graph qann = fixture(recipe).quantize(graph).graph();
    double sum = 0;
    for (Map<String, Tensor> sample : Fixture.samples("x", 10, 1, 5, 4)) {
      sum +=
          Fixture.snr(
              Fixture.evaluate(graph, sample).get("y"), Fixture.evaluate(qann, sample).get("y"));
    }
    return sum / 10;
  }
}
