package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.api.PassResult;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;

class QuantizePassTest {
  private static final String MLP =
      """
      graph "mlp" canonical {
        %0 "x" = input : f32[batch,16]
        %1 "w1" = constant {value=f32[16,32] random(1)}
        %2 "h" = matmul(%0, %1)
        %3 "b1" = constant {value=f32[32] random(2)}
        %4 "hb" = add(%3, %2)
        %5 "g" = gelu(%4)
        %6 "w2" = constant {value=f32[32,8] random(3)}
        %7 "y" = matmul(%5, %6)
        return "y" = %7
      }
      """;

  /** Self-attention over two heads of four channels, positions unknown. */
  private static final String ATTENTION =
      """
      graph "attention" canonical {
        %0 "x" = input : f32[batch,seq,8]
        %1 "wq" = constant {value=f32[8,8] random(1)}
        %2 "q" = matmul(%0, %1)
        %3 "wk" = constant {value=f32[8,8] random(2)}
        %4 "k" = matmul(%0, %3)
        %5 "wv" = constant {value=f32[8,8] random(3)}
        %6 "v" = matmul(%0, %5)
        %7 "split" = constant {value=i64[4] [0, -1, 2, 4]}
        %8 "q4" = reshape(%2, %7) {allow_zero=0}
        %9 "k4" = reshape(%4, %7) {allow_zero=0}
        %10 "v4" = reshape(%6, %7) {allow_zero=0}
        %11 "qh" = transpose(%8) {perm=[0, 2, 1, 3]}
        %12 "kt" = transpose(%9) {perm=[0, 2, 3, 1]}
        %13 "vh" = transpose(%10) {perm=[0, 2, 1, 3]}
        %14 "scores" = matmul(%11, %12)
        %15 "half" = constant {value=f32[] [0.5]}
        %16 "scaled" = mul(%14, %15)
        %17 "weights" = softmax(%16) {axis=-1}
        %18 "context" = matmul(%17, %13)
        %19 "back" = transpose(%18) {perm=[0, 2, 1, 3]}
        %20 "join" = constant {value=i64[3] [0, -1, 8]}
        %21 "joined" = reshape(%19, %20) {allow_zero=0}
        %22 "wo" = constant {value=f32[8,8] random(4)}
        %23 "o" = matmul(%21, %22)
        return "o" = %23
      }
      """;

  @Test
  void everyProductBecomesAnIntegerProduct() {
    Graph graph = IrParser.parse(MLP);
    Fixture fixture = Fixture.with(Fixture.samples("x", 40, 3, 16));
    PassResult result = fixture.quantize(graph);
    Graph qann = result.graph();
    assertEquals(Stage.QUANTIZED, qann.stage());
    assertEquals(0, qann.nodesOf(MatMul.class).size());
    assertEquals(2, result.counts().get("synapses"));
    assertEquals(2, result.counts().get("quantizers"));
    assertTrue(fixture.events().contains("calibrate 80/80"));
    assertTrue(fixture.events().contains("closed"));
    assertFalse(qann.metadata().containsKey("quantize.origin"));
    Map<String, Tensor> sample = Map.of("x", Fixture.random(99, 5, 16));
    double snr =
        Fixture.snr(
            Fixture.evaluate(graph, sample).get("y"), Fixture.evaluate(qann, sample).get("y"));
    assertTrue(snr > 24, "signal to noise " + snr);
  }

  @Test
  void theBiasMovesIntoTheSynapse() {
    Graph qann =
        Fixture.with(Fixture.samples("x", 4, 1, 16))
            .option("recipe", "default,split:0")
            .quantize(IrParser.parse(MLP))
            .graph();
    Node synapse = qann.nodesOf(Synapse.class).get(0);
    assertEquals("hb", synapse.name());
    assertEquals(4, synapse.inputs().size());
    assertEquals(Tensor.of(new float[0], 0).type(), qann.constant(synapse.input(3)).get().type());
    assertTrue(qann.nodes().stream().noneMatch(n -> n.op().name().equals("add")));
  }

  @ParameterizedTest
  @CsvSource({"int8,I8,24", "int16,I16,24", "float,I32,24"})
  void weightsAreKeptAsAsked(String weights, ElementType type, double least) {
    Graph graph = IrParser.parse(MLP);
    Graph qann =
        Fixture.with(Fixture.samples("x", 20, 3, 16))
            .option("weights", weights)
            .option("levels", "256")
            .quantize(graph)
            .graph();
    for (Node synapse : qann.nodesOf(Synapse.class)) {
      assertEquals(type, qann.constant(synapse.input(1)).get().type());
    }
    Map<String, Tensor> sample = Map.of("x", Fixture.random(99, 5, 16));
    double snr =
        Fixture.snr(
            Fixture.evaluate(graph, sample).get("y"), Fixture.evaluate(qann, sample).get("y"));
    assertTrue(snr > least, "signal to noise " + snr);
  }

  @Test
  void moreLevelsGiveLessNoise() {
    Graph graph = IrParser.parse(ATTENTION);
    Map<String, Tensor> sample = Map.of("x", Fixture.random(77, 2, 6, 8));
    Tensor expected = Fixture.evaluate(graph, sample).get("o");
    double before = -100;
    for (String levels : List.of("4", "16", "64")) {
      Graph qann =
          Fixture.with(Fixture.samples("x", 30, 1, 5, 8))
              .option("levels", levels)
              .quantize(graph)
              .graph();
      double snr = Fixture.snr(expected, Fixture.evaluate(qann, sample).get("o"));
      assertTrue(snr > before + 3, levels + " levels: signal to noise " + snr);
      before = snr;
    }
  }

  @Test
  void attentionHasThresholdsPerHeadAndValuesPerChannel() {
    PassResult result =
        Fixture.with(Fixture.samples("x", 10, 1, 5, 8))
            .option("levels", "16")
            .option("recipe", "spread,balance,refit")
            .quantize(IrParser.parse(ATTENTION));
    Graph qann = result.graph();
    assertEquals(4, result.counts().get("synapses"));
    assertEquals(2, result.counts().get("bilinear products"));
    // The three projections share the quantizer of x.
    assertEquals(6, result.counts().get("quantizers"));
    assertEquals("f32[8]", theta(qann, "x.codes"));
    assertEquals("f32[2,1,4]", theta(qann, "qh.codes"));
    assertEquals("f32[2,4,1]", theta(qann, "kt.codes"));
    assertEquals("f32[2,1,1]", theta(qann, "context.spread.codes"));
    assertEquals("f32[2,1,4]", theta(qann, "vh.codes"));
    assertEquals("i32[2,4,1]", parameter(qann, "kt.codes", 4));
    assertEquals("i32[2,1,4]", parameter(qann, "qh.codes", 4));
    Node context = qann.nodesOf(Bilinear.class).get(1);
    assertEquals("f32[2,1,4]", qann.constant(context.input(2)).get().toString());
    Quantizer probabilities = (Quantizer) node(qann, "context.spread.codes").op();
    assertEquals(0, probabilities.min());
    assertEquals(15, probabilities.max());
  }

  @Test
  void oneThresholdATensorIfAsked() {
    Graph qann =
        Fixture.with(Fixture.samples("x", 10, 1, 5, 8))
            .option("granularity", "tensor")
            .option("recipe", "plain")
            .quantize(IrParser.parse(ATTENTION))
            .graph();
    for (Node quantizer : qann.nodesOf(Quantizer.class)) {
      assertEquals("f32[]", qann.constant(quantizer.input(1)).get().toString());
    }
    assertEquals("i32[8]", parameter(qann, "x.codes", 4));
  }

  @Test
  void neuronsRestAtTheMean() {
    Graph graph = IrParser.parse(MLP);
    float[] high = new float[16];
    java.util.Arrays.fill(high, 0.5f);
    high[0] = -1;
    float[] low = new float[16];
    java.util.Arrays.fill(low, 1.5f);
    low[0] = 1;
    Graph qann =
        Fixture.with(
                List.of(Map.of("x", Tensor.of(high, 1, 16)), Map.of("x", Tensor.of(low, 1, 16))))
            .quantize(graph)
            .graph();
    Node quantizer = node(qann, "x.codes");
    float[] theta = qann.constant(quantizer.input(1)).get().floats();
    int[] rest = qann.constant(quantizer.input(4)).get().ints();
    assertEquals(0, rest[0] * theta[0], theta[0]);
    assertEquals(1, rest[1] * theta[1], theta[1]);
  }

  @Test
  void rotaryArithmeticIsNotQuantized() {
    Graph graph =
        IrParser.parse(
            """
            graph "rotary" canonical {
              %0 "x" = input : f32[seq,4]
              %1 "ids" = input : i64[seq,1]
              %2 "positions" = cast(%1) {to="f32"}
              %3 "frequencies" = constant {value=f32[1,4] random(1)}
              %4 "angles" = matmul(%2, %3)
              %5 "cos" = cos(%4)
              %6 "turned" = mul(%0, %5)
              %7 "w" = constant {value=f32[4,4] random(2)}
              %8 "y" = matmul(%6, %7)
              return "y" = %8
            }
            """);
    PassResult result =
        Fixture.with(
                List.of(
                    Map.of(
                        "x",
                        Fixture.random(1, 3, 4),
                        "ids",
                        Tensor.of(new long[] {0, 1, 2}, 3, 1))))
            .quantize(graph);
    assertEquals(1, result.counts().get("synapses"));
    assertEquals("angles", result.graph().nodesOf(MatMul.class).get(0).name());
    assertEquals(0, result.counts().get("left float"));
  }

  @Test
  void aProductWithAMaskStaysFloatAndIsNamed() {
    Graph graph =
        IrParser.parse(
            """
            graph "pool" canonical {
              %0 "x" = input : f32[batch,seq,4]
              %1 "mask" = input : i64[batch,1,seq]
              %2 "m" = cast(%1) {to="f32"}
              %3 "pooled" = matmul(%2, %0)
              return "y" = %3
            }
            """);
    PassResult result = Fixture.withoutData().quantize(graph);
    assertEquals(1, result.counts().get("left float"));
    assertTrue(result.notes().get(0).contains("\"pooled\" stays float"));
  }

  @Test
  void aConstantOnTheLeftStaysFloatAndIsNamed() {
    Graph graph =
        IrParser.parse(
            """
            graph "mix" canonical {
              %0 "x" = input : f32[batch,4,3]
              %1 "w" = constant {value=f32[2,4] random(1)}
              %2 "y" = matmul(%1, %0)
              return "y" = %2
            }
            """);
    PassResult result = Fixture.withoutData().quantize(graph);
    assertEquals(
        List.of(
            "\"y\" stays float: its left operand is a constant f32[2,4], no matrix on the right"),
        result.notes());
  }

  @Test
  void withoutStepsThresholdsOfScoresArePerHead() {
    Graph qann =
        Fixture.with(Fixture.samples("x", 10, 1, 5, 8))
            .option("recipe", "plain")
            .quantize(IrParser.parse(ATTENTION))
            .graph();
    assertEquals("f32[2,1,1]", theta(qann, "qh.codes"));
    assertEquals("f32[2,1,1]", theta(qann, "kt.codes"));
    assertEquals("f32[2,1,1]", theta(qann, "weights.codes"));
  }

  @Test
  void columnsThatArePositionsShareAThreshold() {
    String fixed = ATTENTION.replace("f32[batch,seq,8]", "f32[1,5,8]");
    Graph qann =
        Fixture.with(Fixture.samples("x", 10, 1, 5, 8)).quantize(IrParser.parse(fixed)).graph();
    assertEquals("f32[2,4,1]", theta(qann, "kt.codes"));
    assertEquals("f32[2,1,4]", theta(qann, "vh.codes"));
  }

  @Test
  void anEmbeddingIsASignal() {
    Graph graph =
        IrParser.parse(
            """
            graph "embed" canonical {
              %0 "ids" = input : i64[batch,seq]
              %1 "table" = constant {value=f32[10,4] random(1)}
              %2 "rows" = gather(%1, %0) {axis=0}
              %3 "w" = constant {value=f32[4,2] random(2)}
              %4 "y" = matmul(%2, %3)
              return "y" = %4
            }
            """);
    PassResult result =
        Fixture.with(List.of(Map.of("ids", Tensor.of(new long[] {1, 2, 3}, 1, 3)))).quantize(graph);
    assertEquals(1, result.counts().get("synapses"));
  }

  @Test
  void theTableOfQuantizersIsInTheMetadata() {
    PassResult result = Fixture.with(Fixture.samples("x", 4, 1, 16)).quantize(IrParser.parse(MLP));
    String line = result.graph().metadata().get("quantizer.g.codes");
    assertTrue(
        line.matches(
            "levels=32 thresholds=40 range=-?[0-9.]+\\.\\.[0-9.]+ clipped=[0-9.]+%"
                + " snr=[0-9.]+dB rest=-?[0-9]+\\.\\.-?[0-9]+"),
        line);
    assertTrue(result.notes().stream().anyMatch(n -> n.startsWith("g.codes: levels=32")));
  }

  @Test
  void sameDataSameBits() {
    Graph graph = IrParser.parse(ATTENTION);
    String first =
        IrPrinter.print(Fixture.with(Fixture.samples("x", 50, 1, 5, 8)).quantize(graph).graph());
    for (int i = 0; i < 3; i++) {
      String again =
          IrPrinter.print(Fixture.with(Fixture.samples("x", 50, 1, 5, 8)).quantize(graph).graph());
      assertEquals(first, again);
    }
  }

  @Test
  void withoutDataTheErrorSaysWhatToGive() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> Fixture.withoutData().quantize(IrParser.parse(MLP)));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.remedy().orElse("").contains("--calibrate random:N"));
  }

  @Test
  void emptyDataIsMalformed() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> Fixture.with(List.of()).quantize(IrParser.parse(MLP)));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains("made up"));
  }

  @Test
  void nanInTheDataIsMalformedAndNamed() {
    float[] values = new float[16];
    values[3] = Float.NaN;
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                Fixture.with(List.of(Map.of("x", Tensor.of(values, 1, 16))))
                    .quantize(IrParser.parse(MLP)));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains("sample 1 of made up: value \"x\""), e.getMessage());
  }

  @Test
  void nanInTheWeightsIsMalformedAndNamed() {
    Graph graph =
        IrParser.parse(
            """
            graph "broken" canonical {
              %0 "x" = input : f32[batch,2]
              %1 "w" = constant {value=f32[2,1] [1.0, NaN]}
              %2 "y" = matmul(%0, %1)
              return "y" = %2
            }
            """);
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> Fixture.with(Fixture.samples("x", 2, 1, 2)).quantize(graph));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains("weights \"w\" of #2 matmul \"y\""), e.getMessage());
  }

  @Test
  void levelsOutOfRangeAreAUsageError() {
    for (String levels : List.of("1", "257", "many")) {
      SpikezipException e =
          assertThrows(
              SpikezipException.class,
              () -> Fixture.withoutData().option("levels", levels).quantize(IrParser.parse(MLP)));
      assertEquals(ErrorCode.USAGE, e.code());
    }
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }

  private static String theta(Graph graph, String name) {
    return parameter(graph, name, 1);
  }

  private static String parameter(Graph graph, String name, int input) {
    return graph.constant(node(graph, name).input(input)).orElseThrow().toString();
  }
}
