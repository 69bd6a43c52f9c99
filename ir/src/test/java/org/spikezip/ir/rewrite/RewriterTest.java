package org.spikezip.ir.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;
import org.spikezip.ir.verify.GraphVerifier;

class RewriterTest {
  private record Named(String name, Body body) implements Rule {
    @Override
    public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
      return body.apply(graph, uses, node);
    }
  }

  private interface Body {
    Optional<GraphPatch> apply(Graph graph, Uses uses, Node node);
  }

  private static final Unary NEG = new Unary(UnaryKind.NEG);
  private static final Unary ABS = new Unary(UnaryKind.ABS);

  /** {@code neg(neg(x))} becomes {@code x}. */
  private static final Rule TWICE_NEG =
      new Named(
          "twice-neg",
          (graph, uses, node) -> {
            if (!node.op().equals(NEG) || !graph.node(node.input(0)).op().equals(NEG)) {
              return Optional.empty();
            }
            Value x = graph.node(node.input(0)).input(0);
            return Optional.of(
                GraphPatch.on(graph).redirect(node.output(), x).because(node.name()));
          });

  /** {@code abs(x)} becomes {@code max(x, neg(x))}. */
  private static final Rule EXPAND_ABS =
      new Named(
          "expand-abs",
          (graph, uses, node) -> {
            if (!node.op().equals(ABS)) {
              return Optional.empty();
            }
            GraphPatch.Builder patch = GraphPatch.on(graph);
            Value x = node.input(0);
            Value neg = patch.add(node.name() + ".neg", NEG, x);
            Value max = patch.add(node.name(), new Binary(BinaryKind.MAX), x, neg);
            return Optional.of(patch.redirect(node.output(), max).because(""));
          });

  private static Rewriter.Result rewrite(String body, Rule... rules) {
    Graph before = IrParser.parse("graph \"g\" canonical {\n" + body + "}\n");
    GraphVerifier.verify(before);
    Rewriter.Result result = new Rewriter(List.of(rules)).run(before);
    GraphVerifier.verify(result.graph());
    return result;
  }

  private static void assertGraph(String body, Graph graph) {
    Graph expected = IrParser.parse("graph \"g\" canonical {\n" + body + "}\n");
    assertEquals(IrPrinter.print(expected), IrPrinter.print(graph));
  }

  @Test
  void fires() {
    Rewriter.Result result =
        rewrite(
            """
            %0 "x" = input : f32[2]
            %1 "a" = neg(%0)
            %2 "b" = neg(%1)
            %3 "y" = exp(%2)
            return "y" = %3
            """,
            TWICE_NEG);
    assertGraph(
        """
        %0 "x" = input : f32[2]
        %1 "y" = exp(%0)
        return "y" = %1
        """,
        result.graph());
    assertEquals(Map.of("twice-neg", 1), result.fired());
    assertEquals(List.of("twice-neg: b"), result.reasons());
  }

  @Test
  void doesNotFire() {
    Rewriter.Result result =
        rewrite("%0 \"x\" = input : f32[2] %1 \"a\" = neg(%0) return \"y\" = %1\n", TWICE_NEG);
    assertEquals(Map.of(), result.fired());
  }

  @Test
  void keepsWhatOthersUse() {
    Rewriter.Result result =
        rewrite(
            """
            %0 "x" = input : f32[2]
            %1 "a" = neg(%0)
            %2 "b" = neg(%1)
            %3 "y" = add(%1, %2)
            return "y" = %3
            """,
            TWICE_NEG);
    assertGraph(
        """
        %0 "x" = input : f32[2]
        %1 "a" = neg(%0)
        %2 "y" = add(%1, %0)
        return "y" = %2
        """,
        result.graph());
  }

  @Test
  void redirectsResultsOfTheGraph() {
    Rewriter.Result result =
        rewrite(
            """
            %0 "x" = input : f32[2]
            %1 "unused" = input : f32[3]
            %2 "a" = neg(%0)
            %3 "b" = neg(%2)
            %4 "c" = neg(%3)
            %5 "d" = neg(%4)
            return "y" = %5, "z" = %2
            """,
            TWICE_NEG);
    assertGraph(
        """
        %0 "x" = input : f32[2]
        %1 "unused" = input : f32[3]
        %2 "a" = neg(%0)
        return "y" = %0, "z" = %2
        """,
        result.graph());
  }

  @Test
  void addsNodes() {
    Rewriter.Result result =
        rewrite(
            """
            %0 "x" = input : f32[2]
            %1 "a" = abs(%0)
            %2 "b" = exp(%0)
            %3 "c" = abs(%2)
            %4 "y" = add(%1, %3)
            return "y" = %4
            """,
            EXPAND_ABS, TWICE_NEG);
    assertGraph(
        """
        %0 "x" = input : f32[2]
        %1 "a.neg" = neg(%0)
        %2 "a" = max(%0, %1)
        %3 "b" = exp(%0)
        %4 "c.neg" = neg(%3)
        %5 "c" = max(%3, %4)
        %6 "y" = add(%2, %5)
        return "y" = %6
        """,
        result.graph());
    assertEquals(Map.of("expand-abs", 2), result.fired());
  }

  @Test
  void namesTheRulesThatDoNotEnd() {
    Rule forth = swap("forth", ABS, NEG);
    Rule back = swap("back", NEG, ABS);
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                rewrite(
                    "%0 \"x\" = input : f32[2] %1 \"a\" = neg(%0) return \"y\" = %1\n",
                    forth, back));
    assertEquals(ErrorCode.INTERNAL, e.code());
    assertTrue(e.getMessage().contains("forth (100)"), e.getMessage());
    assertTrue(e.getMessage().contains("back (100)"), e.getMessage());
  }

  private static Rule swap(String name, Unary from, Unary to) {
    return new Named(
        name,
        (graph, uses, node) -> {
          if (!node.op().equals(from)) {
            return Optional.empty();
          }
          GraphPatch.Builder patch = GraphPatch.on(graph);
          Value swapped = patch.add(node.name(), to, node.input(0));
          return Optional.of(patch.redirect(node.output(), swapped).because(""));
        });
  }

  @Test
  void namesARuleThatFails() {
    Rule failing =
        new Named(
            "failing",
            (graph, uses, node) -> {
              throw new SpikezipException(ErrorCode.UNSUPPORTED, "no");
            });
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> rewrite("%0 \"x\" = input : f32[2]\n", failing));
    assertEquals("rule failing at node #0 input \"x\": no", e.getMessage());
  }

  @Test
  void deepGraphsDoNotOverflowTheStack() {
    StringBuilder body = new StringBuilder("%0 \"x\" = input : f32[2]\n");
    for (int i = 1; i <= 20_000; i++) {
      body.append('%').append(i).append(" = exp(%").append(i - 1).append(")\n");
    }
    body.append("%20001 = neg(%20000) %20002 = neg(%20001) return \"y\" = %20002\n");
    assertEquals(20_001, rewrite(body.toString(), TWICE_NEG).graph().nodes().size());
  }
}
