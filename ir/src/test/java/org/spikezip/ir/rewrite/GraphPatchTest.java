package org.spikezip.ir.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;
import org.spikezip.ir.verify.GraphVerifier;

class GraphPatchTest {
  private static void assertGraph(String body, Graph graph) {
    Graph expected = IrParser.parse("graph \"g\" canonical {\n" + body + "}\n");
    assertEquals(IrPrinter.print(expected), IrPrinter.print(graph));
  }

  /** The new node takes the old value and all its other users take the new one. */
  @Test
  void insertsAfterAValue() {
    Graph graph =
        IrParser.parse(
            """
            graph "g" canonical {
              %0 "x" = input : f32[2]
              %1 "a" = neg(%0)
              %2 "y" = add(%1, %1)
              return "a" = %1, "y" = %2
            }
            """);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value old = new Value(1, 0);
    Value half = patch.constant("half", Tensor.scalar(0.5f));
    Value scaled = patch.add("scaled", new Binary(BinaryKind.MUL), old, half);
    Graph after = patch.redirect(old, scaled).because("test").apply(graph);
    GraphVerifier.verify(after);
    assertGraph(
        """
        %0 "x" = input : f32[2]
        %1 "a" = neg(%0)
        %2 "half" = constant {value=f32[] [0.5]}
        %3 "scaled" = mul(%1, %2)
        %4 "y" = add(%3, %3)
        return "a" = %3, "y" = %4
        """,
        after);
  }

  @Test
  void keepsNodesOfSeveralOutputsAndMetadata() {
    Graph graph =
        IrParser.parse(
            """
            graph "g" canonical {
              meta "k" = "v"
              %0 "x" = input : f32[2]
              %1:2 "s" = split(%0) {axis=0, sizes=[1, 1]}
              %2 "n" = layer_norm(%1#1, %1#0, _) {axis=0, epsilon=1.0}
              return "y" = %2, "z" = %1#0
            }
            """);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    patch.redirect(new Value(1, 0), new Value(1, 1));
    String printed = IrPrinter.print(patch.because("").apply(graph));
    assertEquals(
        IrPrinter.print(graph)
            .replace("%1#0", "%1")
            .replace("(%1#1, %1,", "(%1#1, %1#1,")
            .replace("\"z\" = %1\n", "\"z\" = %1#1\n"),
        printed);
  }

  @Test
  void rejectsAValueThatDoesNotFit() {
    Graph graph = IrParser.parse("graph \"g\" canonical { %0 \"x\" = input : f32[2] }");
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value other = patch.constant("c", Tensor.of(new float[3], 3));
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> patch.redirect(new Value(0, 0), other));
    assertEquals("a rule puts f32[3] in the place of f32[2] at #0 input \"x\"", e.getMessage());
    assertThrows(
        SpikezipException.class,
        () -> patch.add("bad", new Binary(BinaryKind.ADD), new Value(0, 0), other));
  }

  @Test
  void rejectsCircles() {
    Graph graph =
        IrParser.parse(
            """
            graph "g" canonical {
              %0 "x" = input : f32[2]
              %1 "a" = neg(%0)
              %2 "b" = exp(%1)
              return "y" = %2
            }
            """);
    GraphPatch patch = GraphPatch.on(graph).redirect(new Value(1, 0), new Value(2, 0)).because("");
    SpikezipException e = assertThrows(SpikezipException.class, () -> patch.apply(graph));
    assertEquals("a patch makes a circle at \"b\"", e.getMessage());
  }
}
