package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.text.IrParser;

class FakeQuantRewriteTest {
  /** Constants for the tests: {@code %1} the threshold, {@code %2} a half, {@code %3 %4} bounds. */
  private static final String HEAD =
      """
      graph "fake" canonical {
        %0 "x" = input : f32[batch,6]
        %1 "s" = constant {value=f32[] [0.07]}
        %2 "half" = constant {value=f32[] [0.5]}
        %3 "lo" = constant {value=f32[] [-8.0]}
        %4 "hi" = constant {value=f32[] [7.0]}
      """;

  /** Codes as floats {@code %9 "c"} and their numbers {@code %10 "y"}. */
  private static final String TAIL =
      """
        %10 "y" = mul(%9, %1)
        return "y" = %10
      }
      """;

  /** A zero point added behind the rounding, or before it; 3 is odd, so ties differ by rule. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        %6 "u" = div(%0, %1)
        %7 "r" = round(%6)
        %8 "q" = add(%7, %5)
        """,
        """
        %6 "u" = div(%0, %1)
        %7 "m" = add(%6, %5)
        %8 "q" = round(%7)
        """
      })
  void aZeroPointMovesTheRange(String form) {
    String text =
        HEAD
            + """
            %5 "z" = constant {value=f32[] [3.0]}
            """
            + form
            + """
              %9 "c" = clip(%8) {max=7.0, min=-8.0}
              %10 "d" = sub(%9, %5)
              %11 "n" = mul(%10, %1)
              %12 "W" = constant {value=f32[6,3] random(5)}
              %13 "y" = matmul(%11, %12)
              return "y" = %13
            }
            """;
    Graph source = IrParser.parse(text);
    Graph qann = Fixture.withoutData().quantize(source).graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    Node quantizer = qann.nodesOf(Quantizer.class).get(0);
    assertEquals("c", quantizer.name());
    assertEquals(-11, ((Quantizer) quantizer.op()).min());
    assertEquals(4, ((Quantizer) quantizer.op()).max());
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals("-8", qann.metadata().get("source.lowest.c"));
    Map<String, Tensor> sample = Map.of("x", Fixture.random(7, 5, 6));
    assertArrayEquals(
        Fixture.evaluate(source, sample).get("y").floats(),
        Fixture.evaluate(qann, sample).get("y").floats(),
        1e-5f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The SpikeZIP-TF reference.
        """
        %5 "u" = div(%0, %1)
        %6 "h" = add(%5, %2)
        %7 "r" = floor(%6)
        %9 "c" = clip(%7) {max=7.0, min=-8.0}
        """,
        // The same with the straight-through estimator left in.
        """
        %5 "u" = div(%0, %1)
        %6 "h" = add(%2, %5)
        %7 "r" = floor(%6)
        %8 "d" = sub(%7, %6)
        %11 "e" = add(%8, %6)
        %9 "c" = clip(%11) {max=7.0, min=-8.0}
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "k" = clip(%5) {max=7.0, min=-8.0}
        %7 "h" = add(%6, %2)
        %9 "c" = floor(%7)
        """,
      })
  void roundingHalfUp(String form) {
    Graph qann = exact(HEAD + form + TAIL);
    Node quantizer = only(qann, Quantizer.class);
    assertEquals(new Quantizer(Rounding.HALF_UP, -8, 7), quantizer.op());
    assertEquals("c", quantizer.name());
    assertEquals(0.07f, qann.constant(quantizer.input(1)).get().floats()[0]);
    assertEquals("y", only(qann, Decode.class).name());
    assertEquals("source", qann.metadata().get("quantize.origin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        %5 "u" = div(%0, %1)
        %6 "r" = round(%5)
        %9 "c" = clip(%6) {max=7.0, min=-8.0}
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "k" = clip(%5) {max=7.0, min=-8.0}
        %9 "c" = round(%6)
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "r" = round(%5)
        %7 "m" = max(%6, %3)
        %9 "c" = min(%4, %7)
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "m" = min(%5, %4)
        %7 "k" = max(%6, %3)
        %9 "c" = round(%7)
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "k" = clip(%5) {max=7.0, min=-8.0}
        %7 "r" = round(%6)
        %8 "d" = sub(%7, %6)
        %9 "c" = add(%8, %6)
        """,
        // Clipped before it is divided: −0.56 is the code −8, 0.49 is 7.
        """
        %5 "k" = clip(%0) {max=0.49, min=-0.56}
        %6 "u" = div(%5, %1)
        %9 "c" = round(%6)
        """,
      })
  void roundingHalfToEven(String form) {
    Graph qann = exact(HEAD + form + TAIL);
    Node quantizer = only(qann, Quantizer.class);
    assertEquals(new Quantizer(Rounding.HALF_EVEN, -8, 7), quantizer.op());
    assertEquals(0, quantizer.input(0).node(), "what is quantized is x");
  }

  @Test
  void codesWithoutASignBehindRelu() {
    Graph qann =
        exact(
            HEAD
                + """
                  %5 "relu" = relu(%0)
                  %6 "u" = div(%5, %1)
                  %7 "r" = round(%6)
                  %9 "c" = min(%7, %4)
                """
                + TAIL);
    assertEquals(new Quantizer(Rounding.HALF_EVEN, 0, 7), only(qann, Quantizer.class).op());
    assertEquals(0, qann.nodesOf(Unary.class).size());
  }

  private static String reluBehindCodes(String least) {
    return HEAD
        + """
          %5 "u" = div(%0, %1)
          %6 "h" = add(%5, %2)
          %7 "r" = floor(%6)
          %8 "c" = clip(%7) {max=7.0, min=LEAST}
          %9 "d" = mul(%8, %1)
          %10 "relu" = relu(%9)
          %11 "W" = constant {value=f32[6,3] random(5)}
          %12 "y" = matmul(%10, %11)
          return "y" = %12
        }
        """
            .replace("LEAST", least);
  }

  /** The reference quantizes before ReLU. */
  @Test
  void reluBehindCodesWithoutASignChangesNothing() {
    Graph qann = close(reluBehindCodes("0.0")).graph();
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals(0, qann.nodesOf(Unary.class).size());
  }

  @Test
  void reluBehindCodesWithASignStays() {
    Graph qann = exact(reluBehindCodes("-1.0"));
    assertEquals(0, qann.nodesOf(Synapse.class).size());
    assertEquals(1, qann.nodesOf(Unary.class).size());
  }

  @Test
  void aFactorThatRoundsStaysAndIsNoThreshold() {
    Graph qann =
        exact(
            HEAD
                + """
                  %5 "inverse" = constant {value=f32[] [14.285714]}
                  %6 "u" = mul(%0, %5)
                  %7 "r" = round(%6)
                  %9 "c" = clip(%7) {max=7.0, min=-8.0}
                """
                + TAIL);
    Node quantizer = only(qann, Quantizer.class);
    assertEquals("u", qann.node(quantizer.input(0)).name());
    assertEquals(1f, qann.constant(quantizer.input(1)).get().floats()[0]);
  }

  @Test
  void aFactorThatIsAPowerOfTwoIsAThreshold() {
    Graph qann =
        exact(
            HEAD
                + """
                  %5 "inverse" = constant {value=f32[] [16.0]}
                  %6 "u" = mul(%5, %0)
                  %7 "r" = round(%6)
                  %9 "c" = clip(%7) {max=7.0, min=-8.0}
                """
                + TAIL);
    Node quantizer = only(qann, Quantizer.class);
    assertEquals(0.0625f, qann.constant(quantizer.input(1)).get().floats()[0]);
  }

  @Test
  void aThresholdPerChannelGivesFixedPointWeights() {
    PassResult result =
        close(
            HEAD
                + """
                  %5 "t" = constant {value=f32[6] [0.07, 0.08, 0.09, 0.1, 0.11, 0.12]}
                  %6 "u" = div(%0, %5)
                  %7 "r" = round(%6)
                  %9 "c" = clip(%7) {max=7.0, min=-8.0}
                  %10 "d" = mul(%9, %5)
                  %11 "W" = constant {value=f32[6,3] random(5)}
                  %12 "y" = matmul(%10, %11)
                  return "y" = %12
                }
                """);
    assertEquals(1, result.graph().nodesOf(Synapse.class).size());
    assertTrue(
        result
            .notes()
            .contains("weights of \"y\" rounded to fixed point: they have no step a column"));
  }

  @Test
  void weightsOnAGridAreKeptAsTheirIntegers() {
    PassResult result =
        close(
            HEAD
                + """
                  %5 "u" = div(%0, %1)
                  %6 "r" = round(%5)
                  %7 "c" = clip(%6) {max=7.0, min=-8.0}
                  %8 "d" = mul(%7, %1)
                  %9 "W" = constant {value=f32[6,2] [0.3, 0.0, -0.6, 0.0, 0.9, 0.0, 1.2, 0.0, -0.3, 0.0, 38.1, 0.0]}
                  %10 "p" = matmul(%8, %9)
                  %11 "b" = constant {value=f32[2] [0.5, -0.5]}
                  %12 "y" = add(%10, %11)
                  return "y" = %12
                }
                """);
    Node synapse = only(result.graph(), Synapse.class);
    assertEquals("y", synapse.name());
    assertArrayEquals(
        new int[] {1, 0, -2, 0, 3, 0, 4, 0, -1, 0, 127, 0},
        result.graph().constant(synapse.input(1)).get().ints());
    assertFalse(result.notes().stream().anyMatch(n -> n.contains("rounded")));
  }

  @Test
  void aProductOfTwoThroughRoutesAndAScale() {
    PassResult result =
        close(
            HEAD
                + """
                  %5 "u" = div(%0, %1)
                  %6 "r" = round(%5)
                  %7 "c" = clip(%6) {max=7.0, min=-8.0}
                  %8 "d" = mul(%7, %1)
                  %9 "root" = constant {value=f32[] [0.3]}
                  %10 "q" = mul(%8, %9)
                  %11 "k" = transpose(%8) {perm=[1, 0]}
                  %12 "y" = matmul(%10, %11)
                  return "y" = %12
                }
                """);
    assertEquals(1, result.graph().nodesOf(Bilinear.class).size());
    assertEquals(1, result.graph().nodesOf(Quantizer.class).size());
    assertEquals(0, result.graph().nodesOf(Decode.class).size());
  }

  @Test
  void quantizingTheSameAgainIsNoSecondNeuron() {
    Graph qann =
        exact(
            HEAD
                + """
                  %5 "u" = div(%0, %1)
                  %6 "r" = round(%5)
                  %7 "k" = clip(%6) {max=7.0, min=-8.0}
                  %8 "d" = mul(%7, %1)
                  %11 "t" = transpose(%8) {perm=[1, 0]}
                  %12 "u2" = div(%11, %1)
                  %13 "r2" = round(%12)
                  %9 "c" = clip(%13) {max=7.0, min=-8.0}
                """
                + TAIL);
    assertEquals("k", only(qann, Quantizer.class).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Rounding without bounds, bounds without rounding, floor without the half, bounds between.
        """
        %5 "u" = div(%0, %1)
        %9 "c" = round(%5)
        """,
        """
        %5 "u" = div(%0, %1)
        %9 "c" = clip(%5) {max=7.0, min=-8.0}
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "r" = floor(%5)
        %9 "c" = clip(%6) {max=7.0, min=-8.0}
        """,
        """
        %5 "u" = div(%0, %1)
        %6 "r" = round(%5)
        %9 "c" = clip(%6) {max=7.5, min=-8.0}
        """,
      })
  void otherFormsAreLeftAlone(String form) {
    Graph graph = IrParser.parse(HEAD + form + TAIL);
    QannBuilder qann = new QannBuilder(graph);
    Constants constants = new Constants(graph, Fixture.evaluator());
    SourceRewrite rewrite =
        new SourceRewrite(graph, graph.uses(), constants, qann, WeightFormat.FLOAT);
    graph.nodes().forEach(rewrite::visit);
    assertFalse(rewrite.any());
  }

  private static Node only(Graph graph, Class<?> op) {
    List<Node> nodes = graph.nodesOf(op);
    assertEquals(1, nodes.size());
    return nodes.get(0);
  }

  /** Runs the pass; the network must give the same bits. */
  private static Graph exact(String text) {
    return check(text, 0).graph();
  }

  /** Runs the pass; sums in another order may differ in the last bits. */
  private static PassResult close(String text) {
    PassResult result = check(text, 1e-5f);
    assertEquals(0, result.graph().nodesOf(MatMul.class).size());
    return result;
  }

  private static PassResult check(String text, float tolerance) {
    Graph graph = IrParser.parse(text);
    PassResult result = Fixture.withoutData().quantize(graph);
    for (int seed = 0; seed < 20; seed++) {
      Map<String, Tensor> sample = Map.of("x", Fixture.random(seed, 50, 6));
      float[] expected = Fixture.evaluate(graph, sample).get("y").floats();
      float[] found = Fixture.evaluate(result.graph(), sample).get("y").floats();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], found[i], tolerance * Math.max(1, Math.abs(expected[i])));
      }
    }
    return result;
  }
}
