package org.spikezip.ir.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Value;
import org.spikezip.ir.artifact.SpikingGraph;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.text.IrParser;

class GraphVerifierTest {
  private static final Fact FLOATS = Fact.of(ElementType.F32, 2);
  private static final Node X = new Node(0, "x", new Input(FLOATS), List.of(), List.of(FLOATS));

  private static Node neg(int id, Value input, Fact... facts) {
    return new Node(id, "n", new Unary(UnaryKind.NEG), List.of(input), List.of(facts));
  }

  private static Graph graph(List<Integer> inputs, List<GraphOutput> outputs, Node... nodes) {
    return new Graph("g", Stage.IMPORTED, List.of(nodes), inputs, outputs, new TreeMap<>());
  }

  private static Graph graph(Node... nodes) {
    return graph(List.of(0), List.of(), nodes);
  }

  private static void assertProblem(String problem, Graph graph) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> GraphVerifier.verify(graph));
    assertEquals(ErrorCode.MALFORMED, e.code());
    String stage = graph.stage().name().toLowerCase(Locale.ROOT);
    assertEquals(
        "graph \"" + graph.name() + "\" (" + stage + ") breaks rules:\n  " + problem,
        e.getMessage());
  }

  @Test
  void acceptsWhatIsRight() {
    GraphVerifier.verify(graph(X, neg(1, X.output(), FLOATS)));
    GraphVerifier.verify(IrParser.parse(SpikingGraph.TEXT));
  }

  @Test
  void idIsIndex() {
    assertProblem(
        "#2 neg \"n\": expected id 1 (its index), found 2", graph(X, neg(2, X.output(), FLOATS)));
  }

  @Test
  void inputsComeFromBefore() {
    assertProblem(
        "#1 neg \"n\": expected inputs from nodes before it, found %1",
        graph(X, neg(1, new Value(1, 0), FLOATS)));
    assertProblem(
        "#1 neg \"n\": expected inputs from nodes before it, found %-2",
        graph(X, neg(1, new Value(-2, 0), FLOATS)));
    assertProblem(
        "#1 neg \"n\": expected one of 1 outputs of #0 input \"x\", found %0#3",
        graph(X, neg(1, new Value(0, 3), FLOATS)));
  }

  @Test
  void inputsAreListed() {
    assertProblem(
        "expected the graph to list its input nodes [0], found []", graph(List.of(), List.of(), X));
    assertProblem(
        "expected the graph to list its input nodes [0], found [0, 1]",
        graph(List.of(0, 1), List.of(), X, neg(1, X.output(), FLOATS)));
    Node twin = new Node(1, "x", new Input(FLOATS), List.of(), List.of(FLOATS));
    assertProblem(
        "#1 input \"x\": expected a name that no other input has",
        graph(List.of(0, 1), List.of(), X, twin));
  }

  @Test
  void resultsExistAndHaveNames() {
    GraphOutput good = new GraphOutput("y", X.output());
    assertProblem(
        "result \"y\": expected a name that no other result has",
        graph(List.of(0), List.of(good, good), X));
    assertProblem(
        "result \"z\": expected a value of the graph, found %5",
        graph(List.of(0), List.of(good, new GraphOutput("z", new Value(5, 0))), X));
    assertProblem(
        "result \"z\": expected a value of the graph, found _",
        graph(List.of(0), List.of(new GraphOutput("z", Value.ABSENT)), X));
  }

  @Test
  void factsAreThoseInferred() {
    assertProblem(
        "#1 neg \"n\": expected outputs [f32[2]], found [f32[3]]",
        graph(X, neg(1, X.output(), Fact.of(ElementType.F32, 3))));
    assertProblem(
        "#1 neg \"n\": expected outputs [f32[2]], found [f32[2], f32[2]]",
        graph(X, neg(1, X.output(), FLOATS, FLOATS)));
    assertProblem(
        "#1 neg \"n\": takes 1 inputs, found 2",
        graph(
            X,
            new Node(
                1,
                "n",
                new Unary(UnaryKind.NEG),
                List.of(X.output(), X.output()),
                List.of(FLOATS))));
    Fact wide = Fact.codes(Shape.of(2), new CodeRange(-8, 7));
    Fact narrow = Fact.codes(Shape.of(2), new CodeRange(0, 7));
    Node codes = new Node(0, "x", new Input(wide), List.of(), List.of(wide));
    Node split =
        new Node(1, "s", new Split(0, List.of(2)), List.of(codes.output()), List.of(narrow));
    assertProblem(
        "#1 split \"s\": expected outputs [i32[2]<-8..7>], found [i32[2]<0..7>]",
        graph(codes, split));
    Fact negative = Fact.of(ElementType.F32, -2);
    assertProblem(
        "#0 input \"x\": expected dimensions of 0 or more, found [f32[-2]]",
        graph(new Node(0, "x", new Input(negative), List.of(), List.of(negative))));
  }

  @Test
  void anOperatorThatFailsIsAProblem() {
    Node split =
        new Node(
            1,
            "s",
            new Patches(List.of(1), List.of(0), List.of(0, 0), List.of(1)),
            List.of(new Value(0, 0)),
            List.of(FLOATS));
    Fact image = Fact.of(ElementType.F32, 1, 1, 4);
    Node x = new Node(0, "x", new Input(image), List.of(), List.of(image));
    assertProblem("#1 patches \"s\": does not accept [f32[1,1,4]]: / by zero", graph(x, split));
  }

  @ParameterizedTest
  @CsvSource({
    "imported,quantizer",
    "canonical,quantizer",
    "spiking,quantizer",
    "canonical,neuron",
    "quantized,neuron",
    "imported,neuron"
  })
  void operatorsBelongToStages(String stage, String op) {
    String text =
        """
        graph "g" %s {
          %%0 "x" = input : f32[2]
          %%1 "t" = constant {value=f32[] [0.5]}
          %%2 "s" = constant {value=i32[] [0]}
          %%3 "q" = %s(%%0, %%1, %%2, %%2%s}
        }
        """;
    String rest =
        op.equals("neuron")
            ? ", %2) {depth=1, min=0, max=0, rounding=\"half_up\""
            : ") {min=0, max=0, rounding=\"half_up\"";
    assertProblem(
        "#3 " + op + " \"q\": expected no " + op + " in a graph at stage " + stage,
        IrParser.parse(text.formatted(stage, op, rest)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[0.5, 0.25, 1.0, 2.0] | [0.5, 0.0, 1.0, 2.0] | #5 neuron \"q\": expected positive, finite"
            + " thresholds, found 0.0 at index 1",
        "[0.5, 0.25, 1.0, 2.0] | [0.5, 1.0, NaN, 2.0] | #5 neuron \"q\": expected positive, finite"
            + " thresholds, found NaN at index 2",
        "[0.5, 0.25, 1.0, 2.0] | [Infinity, 1.0, 1.0, 2.0] | #5 neuron \"q\": expected positive,"
            + " finite thresholds, found Infinity at index 0",
        "%5 \"q\" = neuron(%0, %1 | %5 \"q\" = neuron(%0, %0 | #5 neuron \"q\": expected a constant"
            + " f32 threshold, found f32[batch,3,4] of #0 input \"x\"",
        "[7, 6, 5, 4] | [7, 6, 8, 4] | #5 neuron \"q\": expected S_max ≤ max, found 8 > 7 in"
            + " channel 2",
        "i32[1] [-8] | i32[1] [-9] | #5 neuron \"q\": expected min ≤ S_min, found -8 > -9 in"
            + " channel 0",
        "i32[] [0] | i32[] [5] | #5 neuron \"q\": expected resting code ≤ S_max, found 5 > 4 in"
            + " channel 3",
        "i32[] [0] | i32[1] [-10] | #5 neuron \"q\": expected S_min ≤ resting code, found -8 > -10"
            + " in channel 0",
        "i32[] [0] | f32[] [0.0] | #5 neuron \"q\": expected a constant i32 resting code, found"
            + " f32[] of #4 constant \"rest\"",
        "depth=1 | depth=2 | #5 neuron \"q\": expected depth 1, found 2",
        "depth=2 | depth=1 | #10 neuron \"k\": expected depth 2, found 1",
        "splat(0.125) | splat(Infinity) | #8 synapse \"y\": expected a finite scale, found Infinity"
            + " at index 0",
        "f32[] [1.0] | f32[] [NaN] | #13 bilinear \"s\": expected a finite scale, found NaN at"
            + " index 0",
      })
  void neuronsAndProductsHaveSaneParameters(String from, String to, String problem) {
    assertTrue(SpikingGraph.TEXT.contains(from));
    Graph graph = IrParser.parse(SpikingGraph.TEXT.replace(from, to));
    SpikezipException e = assertThrows(SpikezipException.class, () -> GraphVerifier.verify(graph));
    assertEquals(problem, e.getMessage().split("\n  ", -1)[1]);
  }

  @Test
  void weightsAreConstant() {
    String text =
        SpikingGraph.TEXT.replace(
            "%6 \"w\" = constant {value=i8[4,4] random(1)}", "%6 \"w\" = input : i8[4,4]");
    assertProblem(
        "#8 synapse \"y\": expected constant weights, found #6 input \"w\"", IrParser.parse(text));
  }

  @Test
  void listsTwentyProblemsAndCountsTheRest() {
    Node[] nodes = new Node[31];
    nodes[0] = X;
    for (int i = 1; i < nodes.length; i++) {
      nodes[i] = neg(i, X.output(), Fact.of(ElementType.F32, 3));
    }
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> GraphVerifier.verify(graph(nodes)));
    assertEquals(22, e.getMessage().lines().count());
    assertTrue(e.getMessage().endsWith("\n  … and 10 more"), e.getMessage());
  }
}
