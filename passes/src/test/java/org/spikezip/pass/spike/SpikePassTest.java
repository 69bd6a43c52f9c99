package org.spikezip.pass.spike;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.verify.GraphVerifier;

class SpikePassTest {
  private static final String QANN =
      """
      graph "qann" quantized {
        %0 "x" = input : f32[batch,4]
        %1 = constant {value=f32[] [0.5]}
        %2 = constant {value=i32[] [-8]}
        %3 = constant {value=i32[] [7]}
        %4 "q1" = quantizer(%0, %1, %2, %3) {max=7, min=-8, rounding="half_even"}
        %5 = constant {value=i8[4,3] random(1)}
        %6 = constant {value=f32[3] splat(0.25)}
        %7 "y1" = synapse(%4, %5, %6)
        %8 "g" = gelu(%7)
        %9 = constant {value=i32[] [2]}
        %10 "q2" = quantizer(%8, %1, %2, %3, %9) {max=7, min=-8, rounding="half_up"}
        %11 = decode(%10, %1)
        %12 = constant {value=f32[3,2] random(2)}
        %13 = matmul(%11, %12)
        return "y" = %13
      }
      """;

  private static PassResult run(String text) {
    Graph graph = IrParser.parse(text);
    GraphVerifier.verify(graph);
    return new SpikePass().run(graph, null);
  }

  @Test
  void makesANeuronOfEachQuantizer() {
    Graph spiking = run(QANN).graph();
    assertEquals(Stage.SPIKING, spiking.stage());
    List<String> neurons =
        spiking.nodesOf(Neuron.class).stream()
            .map(n -> n.name() + " " + n.op() + " rests at " + rest(spiking, n.id()))
            .toList();
    assertEquals(
        List.of(
            "q1 Neuron[rounding=HALF_EVEN, min=-8, max=7, depth=1] rests at 0",
            "q2 Neuron[rounding=HALF_UP, min=-8, max=7, depth=2] rests at 2"),
        neurons);
  }

  private static int rest(Graph graph, int neuron) {
    return graph.constant(graph.node(neuron).input(4)).orElseThrow().ints()[0];
  }

  @Test
  void keepsEverythingElse() {
    Graph before = IrParser.parse(QANN);
    Graph after = run(QANN).graph();
    assertEquals(before.nodes().size() + 1, after.nodes().size(), "one more resting code");
    assertEquals(before.outputs().get(0).name(), after.outputs().get(0).name());
    assertEquals(before.inputNodes(), after.inputNodes());
  }

  @Test
  void countsClasses() {
    PassResult result = run(QANN);
    assertEquals(
        Map.of("neuron", 2, "synapse", 1, "static", 9, "sum", 1, "differential", 2),
        result.counts());
    assertEquals(
        List.of(
            "2 layers of neurons, 2 deep",
            "66.7% of the multiply-accumulates are driven by spikes"),
        result.notes());
  }

  @Test
  void takesGraphsWithoutQuantizers() {
    PassResult result =
        run(
            """
            graph "none" quantized {
              %0 "x" = input : f32[batch,4]
              return "y" = %0
            }
            """);
    assertEquals(Map.of("static", 1), result.counts());
  }
}
