package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.PassResult;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.text.IrParser;

class QdqRewriteTest {
  /** A head that the tests complete: {@code %5} is the dequantized x. */
  private static final String HEAD =
      """
      graph "qdq" canonical {
        %0 "x" = input : f32[batch,6]
        %1 "s" = constant {value=f32[] [0.02]}
        %2 "z" = constant {value=u8[] [100]}
        %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="u8"}
        %4 "xd" = dequantize_linear(%3, %1, %2) {axis=1, block_size=0}
      """;

  @Test
  void weightsPerChannelAndAnIntegerBias() {
    PassResult result =
        check(
            HEAD
                + """
                  %5 "W" = constant {value=i8[6,3] random(5)}
                  %6 "sw" = constant {value=f32[3] [0.1, 0.2, 0.3]}
                  %7 "zw" = constant {value=i8[3] [0, 0, 0]}
                  %8 "w" = dequantize_linear(%5, %6, %7) {axis=1, block_size=0}
                  %9 "y" = matmul(%4, %8)
                  %10 "B" = constant {value=i32[3] [100, -200, 300]}
                  %11 "sb" = constant {value=f32[3] [0.002, 0.004, 0.006]}
                  %12 "b" = dequantize_linear(%10, %11) {axis=0, block_size=0}
                  %13 "yb" = add(%9, %12)
                  return "y" = %13
                }
                """);
    Graph qann = result.graph();
    Node quantizer = qann.nodesOf(Quantizer.class).get(0);
    assertEquals("xq", quantizer.name());
    assertEquals(-100, ((Quantizer) quantizer.op()).min());
    assertEquals(155, ((Quantizer) quantizer.op()).max());
    Node synapse = qann.nodesOf(Synapse.class).get(0);
    assertEquals("yb", synapse.name());
    assertEquals(ElementType.I8, qann.constant(synapse.input(1)).get().type());
    assertArrayEquals(
        new float[] {100 * 0.002f, -200 * 0.004f, 300 * 0.006f},
        qann.constant(synapse.input(3)).get().floats());
    assertEquals(1, result.counts().get("synapses"));
    assertEquals(0, qann.nodesOf(QuantizeLinear.class).size());
    assertEquals("source", qann.metadata().get("quantize.origin"));
  }

  @Test
  void transposedWeightsWithZeroPoints() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "W" = constant {value=u8[3,6] random(5)}
                      %6 "sw" = constant {value=f32[3] [0.1, 0.2, 0.3]}
                      %7 "zw" = constant {value=u8[3] [3, 200, 8]}
                      %8 "w" = dequantize_linear(%5, %6, %7) {axis=0, block_size=0}
                      %9 "wt" = transpose(%8) {perm=[1, 0]}
                      %10 "y" = matmul(%4, %9)
                      return "y" = %10
                    }
                    """)
            .graph();
    Node synapse = qann.nodesOf(Synapse.class).get(0);
    assertEquals(ElementType.I16, qann.constant(synapse.input(1)).get().type());
    assertArrayEquals(
        new float[] {0.1f * 0.02f, 0.2f * 0.02f, 0.3f * 0.02f},
        qann.constant(synapse.input(2)).get().floats());
  }

  @Test
  void codesAreRoutedToAProductOfTwo() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "shape" = constant {value=i64[3] [0, 2, 3]}
                      %6 "left" = reshape(%4, %5) {allow_zero=0}
                      %7 "right" = transpose(%6) {perm=[0, 2, 1]}
                      %8 "y" = matmul(%6, %7)
                      return "y" = %8
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    assertEquals(1, qann.nodesOf(Bilinear.class).size());
    assertEquals(0, qann.nodesOf(Decode.class).size());
    assertTrue(
        qann.nodes().stream()
            .filter(n -> n.name().equals("right"))
            .allMatch(n -> n.fact().isCodes()));
  }

  @Test
  void routesBetweenQuantizeAndDequantize() {
    Graph qann =
        check(
                """
                graph "qdq" canonical {
                  %0 "x" = input : f32[4,6]
                  %1 "s" = constant {value=f32[1] [0.02]}
                  %2 "xq" = quantize_linear(%0, %1) {axis=1, block_size=0, type="u8"}
                  %3 "xt" = transpose(%2) {perm=[1, 0]}
                  %4 "xd" = dequantize_linear(%3, %1) {axis=1, block_size=0}
                  %5 "W" = constant {value=i8[4,3] random(5)}
                  %6 "w" = dequantize_linear(%5, %1) {axis=1, block_size=0}
                  %7 "y" = matmul(%4, %6)
                  return "y" = %7
                }
                """,
                4, 6)
            .graph();
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals(0, ((Quantizer) qann.nodesOf(Quantizer.class).get(0).op()).min());
  }

  @Test
  void aResidualGetsTheNumbersOfTheCodes() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "y" = add(%4, %0)
                      return "y" = %5
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    assertEquals("xd", qann.nodesOf(Decode.class).get(0).name());
  }

  @Test
  void aQuantizerServesAProductAndAResidual() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "W" = constant {value=i8[6,6] random(5)}
                      %6 "w" = dequantize_linear(%5, %1) {axis=1, block_size=0}
                      %7 "h" = matmul(%4, %6)
                      %8 "y" = add(%7, %4)
                      return "y" = %8
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals(1, qann.nodesOf(Decode.class).size());
  }

  @Test
  void codesMayBeWorthAnotherScaleThanTheyWereMadeWith() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "s2" = constant {value=f32[] [0.5]}
                      %6 "xd2" = dequantize_linear(%3, %5, %2) {axis=1, block_size=0}
                      %7 "W" = constant {value=i8[6,3] random(5)}
                      %8 "w" = dequantize_linear(%7, %1) {axis=1, block_size=0}
                      %9 "y" = matmul(%6, %8)
                      return "y" = %9
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    Node synapse = qann.nodesOf(Synapse.class).get(0);
    assertArrayEquals(
        new float[] {0.01f, 0.01f, 0.01f}, qann.constant(synapse.input(2)).get().floats(), 1e-9f);
  }

  @Test
  void anotherZeroPointThanTheCodesWereMadeWithIsLeft() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "z2" = constant {value=u8[] [99]}
                      %6 "xd2" = dequantize_linear(%3, %1, %5) {axis=1, block_size=0}
                      return "y" = %6
                    }
                    """)
            .graph();
    assertEquals(0, qann.nodesOf(Decode.class).size());
  }

  @Test
  void quantizingTheSameAgainIsNoSecondNeuron() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "xt" = transpose(%4) {perm=[1, 0]}
                      %6 "tq" = quantize_linear(%5, %1, %2) {axis=1, block_size=0, type="u8"}
                      %7 "td" = dequantize_linear(%6, %1, %2) {axis=1, block_size=0}
                      %8 "y" = matmul(%7, %4)
                      return "y" = %8
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    assertEquals(1, qann.nodesOf(Bilinear.class).size());
  }

  @Test
  void anOperandThatIsNotQuantizedKeepsTheProductFloat() {
    PassResult result =
        check(
            HEAD
                + """
                  %5 "t" = transpose(%0) {perm=[1, 0]}
                  %6 "y" = matmul(%4, %5)
                  return "y" = %6
                }
                """);
    assertEquals(1, result.graph().nodesOf(MatMul.class).size());
    assertTrue(
        result.notes().stream()
            .anyMatch(n -> n.equals("\"y\" stays float: only its left operand is quantized")));
  }

  @Test
  void scalesAlongTheSummedAxisMakeFixedPointWeights() {
    PassResult result =
        check(
            HEAD
                + """
                  %5 "W" = constant {value=i8[6,3] random(5)}
                  %6 "sw" = constant {value=f32[6] [0.1000037, 0.2000171, 0.3000613, 0.4001439, 0.5000377, 0.6000919]}
                  %7 "w" = dequantize_linear(%5, %6) {axis=0, block_size=0}
                  %8 "y" = matmul(%4, %7)
                  return "y" = %8
                }
                """);
    Node synapse = result.graph().nodesOf(Synapse.class).get(0);
    assertEquals(ElementType.I32, result.graph().constant(synapse.input(1)).orElseThrow().type());
    assertEquals(0, result.counts().get("left float"));
  }

  @Test
  void weightsInBlocks() {
    Graph qann =
        check(
                HEAD
                    + """
                      %5 "W" = constant {value=u8[6,3] random(7)}
                      %6 "sw" = constant {value=f32[2,3] [0.01, 0.02, 0.03, 0.04, 0.05, 0.06]}
                      %7 "zw" = constant {value=u8[2,3] [8, 8, 8, 7, 7, 7]}
                      %8 "w" = dequantize_linear(%5, %6, %7) {axis=0, block_size=3}
                      %9 "y" = matmul(%4, %8)
                      return "y" = %9
                    }
                    """)
            .graph();
    assertEquals(1, qann.nodesOf(Synapse.class).size());
  }

  @Test
  void aThresholdPerChannel() {
    PassResult result =
        check(
            """
            graph "qdq" canonical {
              %0 "x" = input : f32[batch,2]
              %1 "s" = constant {value=f32[2] [0.02, 0.03]}
              %2 "z" = constant {value=u8[2] [100, 128]}
              %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="u8"}
              %4 "xd" = dequantize_linear(%3, %1, %2) {axis=1, block_size=0}
              %5 "W" = constant {value=i8[2,3] random(5)}
              %6 "w" = dequantize_linear(%5, %1) {axis=0, block_size=0}
              %7 "y" = matmul(%4, %6)
              return "y" = %7
            }
            """,
            3, 2);
    Graph qann = result.graph();
    Node quantizer = qann.nodesOf(Quantizer.class).get(0);
    assertArrayEquals(
        new int[] {-100, -128}, qann.constant(quantizer.input(2)).orElseThrow().ints());
    assertArrayEquals(new int[] {155, 127}, qann.constant(quantizer.input(3)).orElseThrow().ints());
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals("0", qann.metadata().get("source.lowest.xq"));
  }

  /** QuantizeLinear, Clip and DequantizeLinear, as Brevitas writes narrow ranges. */
  @Test
  void aClipOfIntegersNarrowsTheRange() {
    Graph qann =
        check(
                """
                graph "qcdq" canonical {
                  %0 "x" = input : f32[batch,6]
                  %1 "s" = constant {value=f32[] [0.02]}
                  %2 "z" = constant {value=i8[] [3]}
                  %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="i8"}
                  %4 "low" = constant {value=i8[] [-16]}
                  %5 "high" = constant {value=i8[] [15]}
                  %6 "lower" = max(%3, %4)
                  %7 "xc" = min(%6, %5)
                  %8 "xd" = dequantize_linear(%7, %1, %2) {axis=1, block_size=0}
                  %9 "W" = constant {value=i8[6,3] random(5)}
                  %10 "w" = dequantize_linear(%9, %1) {axis=1, block_size=0}
                  %11 "y" = matmul(%8, %10)
                  return "y" = %11
                }
                """)
            .graph();
    Node quantizer = qann.nodesOf(Quantizer.class).get(0);
    assertEquals(1, qann.nodesOf(Quantizer.class).size());
    assertEquals("xc", quantizer.name());
    assertEquals(-19, ((Quantizer) quantizer.op()).min());
    assertEquals(12, ((Quantizer) quantizer.op()).max());
    assertEquals("-16", qann.metadata().get("source.lowest.xc"));
  }

  @Test
  void aReluAndAClipBecomeBoundsOfTheCodes() {
    Graph qann =
        check(
                """
                graph "qdq" canonical {
                  %0 "x" = input : f32[batch,6]
                  %1 "s" = constant {value=f32[] [0.02]}
                  %2 "z" = constant {value=u8[] [100]}
                  %3 "r" = relu(%0)
                  %4 "c" = clip(%3) {max=0.55, min=-1.0}
                  %5 "xq" = quantize_linear(%4, %1, %2) {axis=1, block_size=0, type="u8"}
                  %6 "xd" = dequantize_linear(%5, %1, %2) {axis=1, block_size=0}
                  %7 "W" = constant {value=i8[6,3] random(5)}
                  %8 "w" = dequantize_linear(%7, %1) {axis=1, block_size=0}
                  %9 "y" = matmul(%6, %8)
                  return "y" = %9
                }
                """)
            .graph();
    Quantizer quantizer = (Quantizer) qann.nodesOf(Quantizer.class).get(0).op();
    assertEquals(0, quantizer.min());
    assertEquals(28, quantizer.max());
    assertEquals(0, qann.nodesOf(Clip.class).size());
    assertEquals("100", qann.metadata().get("source.lowest.xq"));
  }

  @Test
  void aScaleThatIsComputedIsLeftToTheSourceOperators() {
    PassResult result =
        check(
            """
            graph "qdq" canonical {
              %0 "x" = input : f32[3,2]
              %1 "a" = abs(%0)
              %2 "s" = reduce(%1) {axes=[], keep_dims=0, kind="max"}
              %3 "xq" = quantize_linear(%0, %2) {axis=1, block_size=0, type="u8"}
              %4 "y" = dequantize_linear(%3, %2) {axis=1, block_size=0}
              return "y" = %4
            }
            """,
            3, 2);
    assertEquals(1, result.graph().nodesOf(QuantizeLinear.class).size());
    assertTrue(result.notes().get(0).contains("\"xq\" is no neuron"));
  }

  @Test
  void withoutCompleteWhatIsFloatIsTold() {
    PassResult result =
        check(
            HEAD
                + """
                  %5 "W" = constant {value=i8[6,6] random(5)}
                  %6 "w" = dequantize_linear(%5, %1) {axis=1, block_size=0}
                  %7 "h" = matmul(%4, %6)
                  %8 "v" = constant {value=f32[6,2] random(6)}
                  %9 "y" = matmul(%7, %8)
                  return "y" = %9
                }
                """);
    assertEquals(1, result.graph().nodesOf(MatMul.class).size());
    assertEquals(1, result.counts().get("left float"));
    assertTrue(
        result.notes().stream()
            .anyMatch(n -> n.startsWith("1 product is float in the source (\"y\")")));
  }

  @Test
  void completeCalibratesWhatIsLeftFloat() {
    Graph graph =
        IrParser.parse(
            HEAD
                + """
                  %5 "W" = constant {value=i8[6,6] random(5)}
                  %6 "w" = dequantize_linear(%5, %1) {axis=1, block_size=0}
                  %7 "h" = matmul(%4, %6)
                  %8 "v" = constant {value=f32[6,2] random(6)}
                  %9 "y" = matmul(%7, %8)
                  return "y" = %9
                }
                """);
    Fixture fixture =
        Fixture.with(Fixture.samples("x", 20, 3, 6))
            .option("complete", "true")
            .option("recipe", "default,split:0");
    Graph qann = fixture.quantize(graph).graph();
    assertEquals(2, qann.nodesOf(Synapse.class).size());
    assertEquals(0, qann.nodesOf(MatMul.class).size());
    // The new quantizer takes what the recognized synapse gives.
    assertEquals(
        Synapse.class, qann.node(qann.nodesOf(Quantizer.class).get(1).input(0)).op().getClass());
    Map<String, Tensor> sample = Map.of("x", Fixture.random(5, 3, 6));
    double snr =
        Fixture.snr(
            Fixture.evaluate(graph, sample).get("y"), Fixture.evaluate(qann, sample).get("y"));
    assertTrue(snr > 20, "signal to noise " + snr);
  }

  private static PassResult check(String text) {
    return check(text, 3, 6);
  }

  /** Runs the pass without data and compares with the float evaluation of the source. */
  private static PassResult check(String text, int... dims) {
    Graph graph = IrParser.parse(text);
    PassResult result = Fixture.withoutData().quantize(graph);
    for (int seed = 0; seed < 5; seed++) {
      Map<String, Tensor> sample = Map.of("x", Fixture.random(seed, dims));
      float[] expected = Fixture.evaluate(graph, sample).get("y").floats();
      float[] found = Fixture.evaluate(result.graph(), sample).get("y").floats();
      assertArrayEquals(expected, found, 2e-5f);
    }
    return result;
  }
}
