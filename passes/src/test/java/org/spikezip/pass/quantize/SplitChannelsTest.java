package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.text.IrParser;

class SplitChannelsTest {
  /** Two products take the same value; the second channel is loud. */
  private static final String SHARED =
      """
      graph "shared" canonical {
        %0 "x" = input : f32[batch,4]
        %1 "loud" = constant {value=f32[4] [1.0, 8.0, 1.0, 0.5]}
        %2 "h" = mul(%0, %1)
        %3 "wa" = constant {value=f32[4,3] random(1)}
        %4 "a" = matmul(%2, %3)
        %5 "ba" = constant {value=f32[3] random(2)}
        %6 "ab" = add(%4, %5)
        %7 "wb" = constant {value=f32[4,2] random(3)}
        %8 "b" = matmul(%2, %7)
        return "a" = %6, "b" = %8
      }
      """;

  private static final List<Map<String, Tensor>> SAMPLES = Fixture.samples("x", 50, 30, 4);

  private static PassResult quantized(String graph, String recipe) {
    return Fixture.with(SAMPLES)
        .option("recipe", recipe)
        .option("levels", "8")
        .option("weights", "float")
        .quantize(IrParser.parse(graph));
  }

  @Test
  void oneQuantizerOfMoreNeuronsFeedsAllProducts() {
    Graph after = quantized(SHARED, "plain,split:50").graph();
    Node quantizer = after.nodesOf(Quantizer.class).get(0);
    assertEquals(1, after.nodesOf(Quantizer.class).size());
    Node add = after.node(quantizer.input(0));
    Node gather = after.node(add.input(0));
    assertEquals("h.codes.shifted", add.name());
    assertEquals(new Gather(-1), gather.op());
    assertEquals("h", after.node(gather.input(0)).name());
    assertArrayEquals(
        new long[] {0, 1, 1, 1, 2, 3}, after.constant(gather.input(1)).orElseThrow().longs());
    assertEquals(6, after.constant(add.input(1)).orElseThrow().size());
    for (Node synapse : after.nodesOf(Synapse.class)) {
      assertEquals(quantizer.output(), synapse.input(0));
      assertEquals(6, after.fact(synapse.input(1)).shape().dim(0).size());
    }
    int[] min = after.constant(quantizer.input(2)).orElseThrow().ints();
    int[] max = after.constant(quantizer.input(3)).orElseThrow().ints();
    for (int i = 0; i < min.length; i++) {
      assertEquals(7, max[i] - min[i]);
    }
  }

  /** With a threshold three times as small the float function comes nearer, and stays unbiased. */
  @Test
  void theResultComesNearerToTheFloatOne() {
    Map<String, Tensor> sample = Map.of("x", Fixture.random(99, 500, 4));
    Graph graph = IrParser.parse(SHARED);
    Tensor expected = Fixture.evaluate(graph, sample).get("a");
    double single = Fixture.snr(expected, found(sample, "plain"));
    double split = Fixture.snr(expected, found(sample, "plain,split:50"));
    double most = Fixture.snr(expected, found(sample, "plain,split:300"));
    assertTrue(split > single + 6, "split " + split + ", single " + single);
    // Four times as many levels everywhere are 12 dB.
    assertTrue(most > single + 11, "most " + most + ", single " + single);
    assertEquals(single, Fixture.snr(expected, found(sample, "plain,split:0")));
  }

  private static Tensor found(Map<String, Tensor> sample, String recipe) {
    return Fixture.evaluate(quantized(SHARED, recipe).graph(), sample).get("a");
  }

  @Test
  void fittedWeightsAreOfTheNeurons() {
    PassResult result = quantized(SHARED, "refit,feedback,split:25");
    FidelityCount count = new FidelityCount();
    for (Map<String, Tensor> sample : SAMPLES) {
      count.add(
          Fixture.evaluate(IrParser.parse(SHARED), sample).get("a"),
          Fixture.evaluate(result.graph(), sample).get("a"));
    }
    assertTrue(result.notes().contains(count.result().describe()), result.notes().toString());
  }

  @Test
  void theSummaryIsOfTheWholeQuantizer() {
    String single = summary("plain");
    String split = summary("plain,split:50");
    assertTrue(single.contains("levels=8 thresholds=4"), single);
    assertTrue(split.contains("levels=8 thresholds=6"), split);
    assertTrue(snr(split) > snr(single) + 6, single + " / " + split);
  }

  private static String summary(String recipe) {
    return quantized(SHARED, recipe).graph().metadata().get("quantizer.h.codes");
  }

  private static double snr(String summary) {
    return Double.parseDouble(summary.replaceAll(".*snr=([0-9.]+)dB.*", "$1"));
  }

  @Test
  void operandsOfTwoSignalsStay() {
    String both =
        """
        graph "both" canonical {
          %0 "x" = input : f32[30,4]
          %1 "t" = transpose(%0) {perm=[1, 0]}
          %2 "s" = matmul(%0, %1)
          return "s" = %2
        }
        """;
    assertTrue(quantized(both, "plain,split").graph().nodesOf(Gather.class).isEmpty());
  }

  @Test
  void oneThresholdATensorStays() {
    Graph after =
        Fixture.with(SAMPLES)
            .option("recipe", "plain,split:100")
            .option("granularity", "tensor")
            .quantize(IrParser.parse(SHARED))
            .graph();
    assertTrue(after.nodesOf(Gather.class).isEmpty());
  }

  /** With two neurons for every channel of the operand and of the result: half the noise. */
  @Test
  void neuronsOfResultsThatGoOnAsNumbersAreAddedUp() {
    Graph graph =
        IrParser.parse(
            SHARED
                .replace("\"a\" = %6", "\"a\" = %9")
                .replace("  return", "  %9 \"g\" = gelu(%6)\n  return"));
    Graph single = strict(graph, "plain");
    Graph split = strict(graph, "plain,split:100");
    Node decoded = split.nodesOf(Decode.class).get(0);
    assertEquals("ab.decoded", decoded.name());
    assertEquals(6, split.fact(decoded.output()).shape().dim(1).size());
    Node sum = split.node(split.nodesOf(Unary.class).get(0).input(0));
    assertEquals(new Binary(BinaryKind.ADD), sum.op());
    assertEquals(3, sum.fact().shape().dim(1).size());
    // The operand's neurons and the result's; then the two terms of the sum.
    assertEquals(4, split.nodesOf(Gather.class).size());
    Map<String, Tensor> sample = Map.of("x", Fixture.random(99, 500, 4));
    Tensor expected = Fixture.evaluate(graph, sample).get("a");
    double before = Fixture.snr(expected, Fixture.evaluate(single, sample).get("a"));
    double after = Fixture.snr(expected, Fixture.evaluate(split, sample).get("a"));
    assertTrue(after > before + 4, "split " + after + ", single " + before);
  }

  private static Graph strict(Graph graph, String recipe) {
    return Fixture.with(SAMPLES)
        .option("recipe", recipe)
        .option("levels", "8")
        .option("strict", "true")
        .quantize(graph)
        .graph();
  }

  @Test
  void levelsAreFoundForSplitNetworksToo() {
    PassResult result =
        Fixture.with(SAMPLES)
            .option("recipe", "default,split:25")
            .option("levels", "auto")
            .option("target", "0.9999")
            .quantize(IrParser.parse(SHARED));
    assertTrue(result.notes().stream().anyMatch(n -> n.startsWith("levels found")));
    assertEquals(1, result.graph().nodesOf(Gather.class).size());
  }

  @Test
  void neuronsGoWhereTheyTakeMostErrorAway() {
    List<SplittableChannel> channels =
        List.of(channel(0, 1, 1), channel(1, 1, 3), channel(2, 9, 1.1), channel(3, 5, 0));
    SplitChannels.allocate(channels, 3);
    // Errors of 1, 9, 10.9 and 0: the two loud ones first, then the louder again, as one of two
    // neurons has a quarter left.
    assertEquals(List.of(1, 2, 3, 1), neurons(channels));
    SplitChannels.allocate(channels, 100);
    assertEquals(List.of(4, 4, 4, 1), neurons(channels));
    assertEquals(0, channels.get(0).gain());
  }

  private static List<Integer> neurons(List<SplittableChannel> channels) {
    return channels.stream().map(SplittableChannel::neurons).toList();
  }

  /** Numbers spread evenly over so large a span. */
  private static SplittableChannel channel(int index, double energy, double span) {
    Distribution numbers =
        new Distribution(0, span, IntStream.range(0, 1024).mapToDouble(i -> 10).toArray());
    List<RangeSearch> searches =
        IntStream.rangeClosed(2, SplitChannels.MOST_NEURONS)
            .mapToObj(m -> new RangeSearch(16, RangeRule.ERROR, m))
            .toList();
    CodedRange single =
        span == 0
            ? new CodedRange(1, 0, 15)
            : new RangeSearch(16, RangeRule.ERROR, 1).best(numbers, false);
    return new SplittableChannel(index, energy, numbers, searches, single);
  }

  @Test
  void energiesOfAllWeightsOfAValueAddUp() {
    Graph graph = IrParser.parse(SHARED);
    Constants constants = new Constants(graph, Fixture.evaluator());
    Placement placement = Placement.of(graph, graph.uses(), constants, Set.of(), true, true, false);
    double[] energy = SplitChannels.energies(placement).get(placement.sites().get(0));
    float[] a = weights(graph, "wa");
    float[] b = weights(graph, "wb");
    double first = 0;
    for (int j = 0; j < 3; j++) {
      first += a[j] * a[j];
    }
    for (int j = 0; j < 2; j++) {
      first += b[j] * b[j];
    }
    assertEquals(first, energy[0], 1e-6);
    assertEquals(4, energy.length);
  }

  private static float[] weights(Graph graph, String name) {
    return graph.nodesOf(Constant.class).stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .flatMap(node -> graph.constant(node.output()))
        .orElseThrow()
        .floats();
  }

  @Test
  void theShareIsSaidBehindTheName() {
    assertEquals(0.05, Recipe.parse("default,split:5", 32).split());
    assertEquals(0.25, Recipe.parse("plain,split", 32).split());
    assertTrue(Recipe.parse("plain,split:1", 32).has(Recipe.SPLIT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"split:-1", "split:301", "split:some", "split:"})
  void theShareIsANumberInItsBounds(String name) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> Recipe.parse(name, 8));
    assertEquals(ErrorCode.USAGE, e.code());
  }
}
