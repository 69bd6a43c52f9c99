package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.PassResult;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.text.IrParser;

class RecipeTest {
  /** Two blocks of self-attention, one head of six channels, and an MLP in a residual stream. */
  private static final String BLOCKS =
      """
      graph "blocks" canonical {
        %0 "x" = input : f32[batch,seq,6]
        %1 "wq" = constant {value=f32[6,6] random(1)}
        %2 "q" = matmul(%0, %1)
        %3 "wk" = constant {value=f32[6,6] random(2)}
        %4 "k" = matmul(%0, %3)
        %5 "kt" = transpose(%4) {perm=[0, 2, 1]}
        %6 "scores" = matmul(%2, %5)
        %7 "p" = softmax(%6) {axis=-1}
        %8 "wv" = constant {value=f32[6,6] random(3)}
        %9 "v" = matmul(%0, %8)
        %10 "bv" = constant {value=f32[6] random(4)}
        %11 "vb" = add(%9, %10)
        %12 "c" = matmul(%7, %11)
        %13 "wo" = constant {value=f32[6,6] random(5)}
        %14 "o" = matmul(%12, %13)
        %15 "r" = add(%0, %14)
        %16 "w1" = constant {value=f32[6,24] random(6)}
        %17 "h" = matmul(%15, %16)
        %18 "b1" = constant {value=f32[24] random(7)}
        %19 "hb" = add(%17, %18)
        %20 "g" = gelu(%19)
        %21 "w2" = constant {value=f32[24,6] random(8)}
        %22 "m" = matmul(%20, %21)
        %23 "y" = add(%22, %15)
        return "y" = %23
      }
      """;

  private static final List<Map<String, Tensor>> SAMPLES =
      IntStream.range(0, 60).mapToObj(RecipeTest::sample).toList();

  /**
   * Tokens whose six channels go together, as those of real models do: two causes and some noise.
   */
  private static Map<String, Tensor> sample(int seed) {
    float[] mix = Fixture.random(999, 2, 6).floats();
    float[] causes = Fixture.random(seed, 7, 2).floats();
    float[] x = Fixture.random(seed + 5000, 7, 6).floats();
    for (int i = 0; i < x.length; i++) {
      int token = i / 6;
      int channel = i % 6;
      x[i] *= 0.1f;
      x[i] += 2 * causes[2 * token] * mix[channel] + causes[2 * token + 1] * mix[6 + channel];
    }
    return Map.of("x", Tensor.of(x, 1, 7, 6));
  }

  @Test
  void defaultIsAllPlainIsNone() {
    Set<String> usual = new HashSet<>(Recipe.NAMES);
    usual.remove(Recipe.WEIGH);
    assertEquals(usual, Recipe.parse("default", 16).names());
    assertEquals(Recipe.parse("default", 65).names(), Recipe.parse("lean", 32).names());
    assertEquals(Set.of(), Recipe.parse("plain", 16).names());
    assertEquals(Set.of("spread", "refit"), Recipe.parse("refit, spread", 32).names());
  }

  @Test
  void namesMayFollowDefault() {
    Recipe recipe = Recipe.parse("default,spread,weigh,percentile:99", 32);
    assertEquals(Set.copyOf(Recipe.NAMES), recipe.names());
    assertEquals(RangeRule.percentile("99"), recipe.ranges());
    assertEquals(RangeRule.divergence(), Recipe.parse("plain,kl", 32).ranges());
    assertEquals(RangeRule.ERROR, Recipe.parse("default", 32).ranges());
  }

  @ParameterizedTest
  @ValueSource(strings = {"percentile:50", "percentile:100.1", "percentile:many", "percentile:"})
  void aPercentileIsANumberInItsBounds(String name) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> Recipe.parse(name, 8));
    assertEquals(ErrorCode.USAGE, e.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kl", "percentile:99.9"})
  void otherRangesWorkToo(String ranges) {
    assertTrue(snr("default," + ranges, "16", "int8") > 15);
  }

  @Test
  void neuronsAreAddedUnlessThereAreMany() {
    for (String step : List.of(Recipe.TWIN, Recipe.SPLIT)) {
      assertTrue(Recipe.parse("default", 8).has(step));
      assertTrue(Recipe.parse("default", 64).has(step));
      assertTrue(!Recipe.parse("default", 65).has(step));
      assertTrue(!Recipe.parse("lean", 8).has(step));
    }
  }

  @Test
  void attentionIsSpreadAtFewLevelsOnly() {
    assertTrue(!Recipe.parse("default", 17).has(Recipe.SPREAD));
    assertTrue(Recipe.parse("default", 17).has(Recipe.REFIT));
  }

  @Test
  void anUnknownStepIsAUsageErrorThatNamesTheKnown() {
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> Recipe.parse("spread,magic", 8));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("'magic'"));
    assertTrue(
        e.remedy().orElse("").contains("spread,twin,equalize,weigh,balance,split,bias,refit"));
  }

  @Test
  void eachStepTakesNoiseAway() {
    double plain = snr("plain", "8", "int8");
    double refit = snr("refit", "8", "int8");
    double residual = snr("refit,residual", "8", "int8");
    double all = snr("default", "8", "int8");
    assertTrue(refit > plain + 0.5, "refit " + refit + ", plain " + plain);
    assertTrue(residual > refit, "residual " + residual + ", refit " + refit);
    assertTrue(all > plain + 1, "all " + all + ", plain " + plain);
  }

  @Test
  void feedbackTakesNoiseOfCoarseWeightsAway() {
    double bias = snr("bias", "32", "int4");
    double feedback = snr("feedback", "32", "int4");
    double all = snr("default", "32", "int4");
    assertTrue(feedback > bias + 0.5, "feedback " + feedback + ", bias " + bias);
    assertTrue(all > bias + 1, "all " + all + ", bias " + bias);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int4", "int8", "int16", "float"})
  void weightsOfAllFormatsAreFitted(String weights) {
    assertTrue(snr("default", "16", weights) > snr("plain", "16", weights));
  }

  /** What the replay takes for the quantized network is the quantized network. */
  @Test
  void theReplayComputesWhatTheResultComputes() {
    Graph graph = IrParser.parse(BLOCKS);
    PassResult result = Fixture.with(SAMPLES).quantize(graph);
    FidelityCount count = new FidelityCount();
    for (Map<String, Tensor> sample : SAMPLES) {
      count.add(
          Fixture.evaluate(graph, sample).get("y"),
          Fixture.evaluate(result.graph(), sample).get("y"));
    }
    assertTrue(
        result.notes().contains(count.result().describe()),
        result.notes() + " lack: " + count.result().describe());
  }

  @Test
  void progressIsTold() {
    Fixture fixture = Fixture.with(SAMPLES.subList(0, 10));
    fixture.quantize(IrParser.parse(BLOCKS));
    // Segments: before the projections, up to the output projection, to the MLP's two products,
    // end.
    assertTrue(fixture.events().contains("refit 50/50"), fixture.events().toString());
  }

  @Test
  void oneSampleIsEnough() {
    Graph graph = IrParser.parse(BLOCKS);
    PassResult result = Fixture.with(SAMPLES.subList(0, 1)).quantize(graph);
    Map<String, Tensor> sample = SAMPLES.get(0);
    double snr =
        Fixture.snr(
            Fixture.evaluate(graph, sample).get("y"),
            Fixture.evaluate(result.graph(), sample).get("y"));
    assertTrue(snr > 20, "signal to noise " + snr);
  }

  @Test
  void thresholdsOfQueriesAndKeysMultiplyToOneNumber() {
    Graph qann = Fixture.with(SAMPLES).quantize(IrParser.parse(BLOCKS)).graph();
    float[] q = theta(qann, "q.codes");
    float[] k = theta(qann, "kt.codes");
    assertEquals(6, q.length);
    for (int c = 1; c < q.length; c++) {
      assertEquals(q[0] * k[0], q[c] * k[c], 1e-5 * q[0] * k[0]);
    }
  }

  /** Queries, keys and values are moved to quantizers only; the other results get one each. */
  @Test
  void strictQuantizesResultsOfProjectionsToo() {
    Graph graph = IrParser.parse(BLOCKS);
    PassResult result = Fixture.with(SAMPLES).option("strict", "true").quantize(graph);
    assertEquals(
        Fixture.with(SAMPLES).quantize(graph).counts().get("quantizers") + 3,
        result.counts().get("quantizers"));
    assertEquals(
        List.of("o.decoded", "hb.decoded", "m.decoded"),
        result.graph().nodesOf(Decode.class).stream().map(Node::name).toList());
    assertEquals(30, theta(result.graph(), "hb.codes").length);
    FidelityCount count = new FidelityCount();
    for (Map<String, Tensor> sample : SAMPLES) {
      count.add(
          Fixture.evaluate(graph, sample).get("y"),
          Fixture.evaluate(result.graph(), sample).get("y"));
    }
    assertTrue(result.notes().contains(count.result().describe()), result.notes().toString());
  }

  private static float[] theta(Graph graph, String name) {
    return graph.nodesOf(Quantizer.class).stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .flatMap(n -> graph.constant(n.input(1)))
        .orElseThrow()
        .floats();
  }

  private static double snr(String recipe, String levels, String weights) {
    Graph graph = IrParser.parse(BLOCKS);
    Graph qann =
        Fixture.with(SAMPLES)
            .option("recipe", recipe)
            .option("levels", levels)
            .option("weights", weights)
            .quantize(graph)
            .graph();
    double noise = 0;
    double signal = 0;
    for (int i = 0; i < 30; i++) {
      Map<String, Tensor> sample = sample(1000 + i);
      float[] a = Fixture.evaluate(graph, sample).get("y").floats();
      float[] b = Fixture.evaluate(qann, sample).get("y").floats();
      for (int j = 0; j < a.length; j++) {
        signal += (double) a[j] * a[j];
        noise += Math.pow(a[j] - (double) b[j], 2);
      }
    }
    return 10 * Math.log10(signal / noise);
  }
}
