package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.api.Options;
import org.spikezip.api.RunOptions;
import org.spikezip.api.check.Trial;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.text.IrParser;

/** Backends with one small fault each are caught, and the fault is shown in a small network. */
class MutationTest {
  /** A fault, and what shows it. */
  private record Mutant(String name, UnaryOperator<Graph> change, Class<? extends Op> shownBy) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "one weight is off by one",
            g -> inConstant(g, Synapse.class, 1, MutationTest::plusOne),
            Synapse.class),
        new Mutant(
            "a bias is left out",
            g -> inConstant(g, Synapse.class, 3, MutationTest::zeros),
            Synapse.class),
        new Mutant("ties go the other way", MutationTest::otherTies, Neuron.class),
        new Mutant(
            "the largest code is one less",
            g -> inConstant(g, Neuron.class, 3, MutationTest::minusOne),
            Neuron.class),
        new Mutant("resting codes are ignored", MutationTest::restingAtMinimum, Neuron.class),
        new Mutant(
            "a product has another scale",
            g -> inConstant(g, Bilinear.class, 2, MutationTest::doubled),
            Bilinear.class));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isCaughtAndReduced(Mutant mutant) {
    Subject subject = new Subject(new DefinitionBackend(mutant.change()), Options.NONE);
    AssertionError error = assertThrows(AssertionError.class, () -> checkNetworks(subject));
    String text = error.getMessage();
    Graph smallest = IrParser.parse(text.substring(text.indexOf("graph \"")));
    assertTrue(smallest.nodesOf(mutant.shownBy()).size() >= 1, text);
    long operators = smallest.nodes().stream().filter(n -> !(n.op() instanceof Constant)).count();
    assertTrue(operators <= 10, operators + " operators: " + text);
    assertTrue(text.length() < 4000, text);
  }

  private static void checkNetworks(Subject subject) {
    for (long seed = 0; seed < 60; seed++) {
      RandomNetwork network = RandomNetwork.of(seed, Size.SMALL);
      RunOptions options = RunOptions.DEFAULT.keepingCodes(true).withMaxSpike(3);
      subject.check("seed " + seed, new Trial(network.graph(), network.inputs(1, 3, 0), options));
    }
  }

  /** What is parsed again from a report shows the same difference. */
  @Test
  void theReportIsEnoughToSeeItAgain() {
    Subject subject = new Subject(new DefinitionBackend(MutationTest::otherTies), Options.NONE);
    AssertionError error = assertThrows(AssertionError.class, () -> checkNetworks(subject));
    String text = error.getMessage();
    Graph graph = IrParser.parse(text.substring(text.indexOf("graph \"")));
    String input = text.substring(text.indexOf("\n\"") + 1, text.indexOf("\ngraph"));
    String name = input.substring(1, input.indexOf("\" = "));
    Tensor x = tensor(input.substring(input.indexOf(" = ") + 3));
    Trial trial = new Trial(graph, Map.of(name, x), RunOptions.DEFAULT.keepingCodes(true));
    assertTrue(subject.difference(trial).isPresent(), text);
  }

  private static Tensor tensor(String text) {
    Graph graph =
        IrParser.parse(
            "graph \"t\" canonical { %0 \"c\" = constant {value=" + text + "} return \"y\" = %0 }");
    return graph.constant(graph.outputs().get(0).value()).orElseThrow();
  }

  /** Networks whose seeds and sizes are the same are the same. */
  @Test
  void seedsSayAll() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(RandomNetwork.of(seed, Size.SMALL), RandomNetwork.of(seed, Size.SMALL));
    }
    assertEquals(
        Optional.empty(),
        new Subject(new DefinitionBackend(g -> g), Options.NONE)
            .difference(Subject.tiny(1, RunOptions.DEFAULT.keepingCodes(true))));
  }

  /** Changes a constant operand of the last node of a kind that has it. */
  private static Graph inConstant(
      Graph graph, Class<? extends Op> kind, int input, UnaryOperator<Tensor> change) {
    List<Node> with = graph.nodesOf(kind).stream().filter(n -> n.hasInput(input)).toList();
    if (with.isEmpty()) {
      return graph;
    }
    int id = with.get(with.size() - 1).input(input).node();
    return changed(graph, id, (node, op) -> new Constant(change.apply(((Constant) op).value())));
  }

  private static Graph otherTies(Graph graph) {
    Graph result = graph;
    for (Node node : graph.nodesOf(Neuron.class)) {
      Neuron n = (Neuron) node.op();
      Rounding other = n.rounding() == Rounding.HALF_UP ? Rounding.HALF_EVEN : Rounding.HALF_UP;
      result =
          changed(result, node.id(), (at, op) -> new Neuron(other, n.min(), n.max(), n.depth()));
    }
    return result;
  }

  private static Graph restingAtMinimum(Graph graph) {
    Graph result = graph;
    for (Node node : graph.nodesOf(Neuron.class)) {
      Op min = graph.node(node.input(2)).op();
      result = changed(result, node.input(4).node(), (at, op) -> min);
    }
    return result;
  }

  private static Graph changed(Graph graph, int id, BiFunction<Node, Op, Op> change) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Node node = nodes.get(id);
    Op op = change.apply(node, node.op());
    nodes.set(id, new Node(id, node.name(), op, node.inputs(), node.outputs()));
    return new Graph(
        graph.name(), graph.stage(), nodes, graph.inputs(), graph.outputs(), graph.metadata());
  }

  private static Tensor plusOne(Tensor weights) {
    long[] values = weights.longs();
    int at = values.length - 1;
    values[at] += values[at] < 100 ? 1 : -1;
    return Tensor.ofLongs(weights.type(), values, weights.dims());
  }

  private static Tensor minusOne(Tensor codes) {
    return Tensor.ofLongs(
        ElementType.I32, Arrays.stream(codes.longs()).map(v -> v - 1).toArray(), codes.dims());
  }

  private static Tensor zeros(Tensor floats) {
    return Tensor.of(new float[floats.size()], floats.dims());
  }

  private static Tensor doubled(Tensor floats) {
    float[] values = floats.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Tensor.of(values, floats.dims());
  }
}
