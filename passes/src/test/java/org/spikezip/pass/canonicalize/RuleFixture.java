package org.spikezip.pass.canonicalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.rewrite.Rule;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;
import org.spikezip.ir.verify.GraphVerifier;

/**
 * One rule on small graphs, written as the lines between the braces of the text form. Names do not
 * count. Whatever a rule does, the numbers must stay.
 */
final class RuleFixture {
  private final Rule rule;

  RuleFixture(Rule rule) {
    this.rule = rule;
  }

  static Graph parse(String lines) {
    Graph graph = IrParser.parse("graph \"test\" imported {\n" + lines + "}\n");
    GraphVerifier.verify(graph);
    return graph;
  }

  /** The rule makes {@code after} of {@code before}, and then has nothing more to do. */
  void rewrites(String before, String after) {
    Graph graph = parse(before);
    Graph rewritten = run(graph);
    assertEquals(print(parse(after)), print(rewritten));
    assertTrue(new Rewriter(List.of(rule)).run(rewritten).fired().isEmpty(), "fires once more");
    Numbers.assertSame(graph, rewritten);
  }

  /** The rule does nothing. */
  void leaves(String lines) {
    Rewriter.Result result = new Rewriter(List.of(rule)).run(parse(lines));
    assertTrue(result.fired().isEmpty(), "fired: " + IrPrinter.print(result.graph()));
  }

  /** The numbers stay where other nodes take the values inside of the pattern as well. */
  void keepsSharedValues(String lines) {
    Graph graph = parse(lines);
    for (Value value : inner(graph)) {
      GraphPatch.Builder patch = GraphPatch.on(graph);
      Value other =
          graph.fact(value).type().isFloat()
              ? patch.add("", new Unary(UnaryKind.NEG), value)
              : value;
      check(withOutput(patch.because(""), graph, other));
    }
  }

  /** The numbers stay where a value inside of the pattern is a result of the graph as well. */
  void keepsGraphOutputs(String lines) {
    Graph graph = parse(lines);
    for (Value value : inner(graph)) {
      check(withOutput(GraphPatch.on(graph).because(""), graph, value));
    }
  }

  private void check(Graph graph) {
    GraphVerifier.verify(graph);
    Numbers.assertSame(graph, run(graph));
  }

  private static List<Value> inner(Graph graph) {
    List<Value> values = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean made = !(node.op() instanceof Input) && !(node.op() instanceof Constant);
      for (int slot = 0; made && slot < node.outputs().size(); slot++) {
        values.add(node.output(slot));
      }
    }
    assertFalse(values.isEmpty());
    return values;
  }

  /** The graph with one more result, which may be a node that the patch adds. */
  private static Graph withOutput(GraphPatch patch, Graph graph, Value value) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    for (GraphPatch.Added a : patch.added()) {
      nodes.add(new Node(a.id(), a.name(), a.op(), a.inputs(), a.outputs()));
    }
    List<GraphOutput> outputs = new ArrayList<>(graph.outputs());
    outputs.add(new GraphOutput("inner", value));
    return new Graph(graph.name(), graph.stage(), nodes, graph.inputs(), outputs, graph.metadata());
  }

  private Graph run(Graph graph) {
    Graph rewritten = new Rewriter(List.of(rule)).run(graph).graph();
    GraphVerifier.verify(rewritten);
    return rewritten;
  }

  /** Ordered as after a rewrite, without labels. */
  static String print(Graph graph) {
    Graph ordered = new GraphPatch(List.of(), Map.of(), "").apply(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : ordered.nodes()) {
      String name = node.op() instanceof Input ? node.name() : "";
      nodes.add(new Node(node.id(), name, node.op(), node.inputs(), node.outputs()));
    }
    return IrPrinter.print(
        new Graph(
            ordered.name(),
            ordered.stage(),
            nodes,
            ordered.inputs(),
            ordered.outputs(),
            ordered.metadata()));
  }

  static boolean hasHostOps(Graph graph) {
    return !graph.nodesOf(HostOp.class).isEmpty();
  }
}
