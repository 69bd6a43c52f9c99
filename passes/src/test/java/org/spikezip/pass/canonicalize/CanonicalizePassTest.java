package org.spikezip.pass.canonicalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Options;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;
import org.spikezip.ir.verify.GraphVerifier;

class CanonicalizePassTest {
  private static PassResult run(Graph graph) {
    return run(graph, Options.NONE);
  }

  private static PassResult run(Graph graph, Options options) {
    PassResult result = new CanonicalizePass().run(graph, new Contexts(options));
    GraphVerifier.verify(result.graph());
    assertEquals(Stage.CANONICAL, result.graph().stage());
    return result;
  }

  private static void assertBecomes(String after, PassResult result) {
    assertEquals(
        RuleFixture.print(RuleFixture.parse(after)),
        RuleFixture.print(result.graph().withStage(Stage.IMPORTED)));
  }

  @Test
  void fusesAFeedForwardBlock() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,seq,4]
            %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
            %2 = sub(%0, %1)
            %3 = sub(%0, %1)
            %4 = constant {value=f32[] [2.0]}
            %5 = pow(%3, %4)
            %6 = reduce(%5) {axes=[-1], keep_dims=1, kind="mean"}
            %7 = constant {value=f32[] [1.0E-12]}
            %8 = add(%6, %7)
            %9 = sqrt(%8)
            %10 = div(%2, %9)
            %11 = constant {value=f32[4] random(1)}
            %12 = mul(%10, %11)
            %13 = constant {value=f32[4] random(2)}
            %14 = add(%12, %13)
            %15 = constant {value=f32[8,4] random(3)}
            %16 = transpose(%15) {perm=[1, 0]}
            %17 = matmul(%14, %16)
            %18 = constant {value=f32[8] random(4)}
            %19 = add(%18, %17)
            %20 = constant {value=f32[] [1.4142135]}
            %21 = div(%19, %20)
            %22 = erf(%21)
            %23 = constant {value=f32[] [1.0]}
            %24 = add(%22, %23)
            %25 = mul(%19, %24)
            %26 = constant {value=f32[] [0.5]}
            %27 = mul(%25, %26)
            return "y" = %27
            """);
    PassResult result = run(graph);
    assertEquals(
        List.of(
            "absorb-bias",
            "absorb-scale",
            "common-subexpressions",
            "constant-operand-right",
            "fold-constants",
            "fuse-gelu",
            "fuse-layer-norm"),
        List.copyOf(result.counts().keySet()));
    assertEquals(1, result.counts().get("fuse-layer-norm"));
    assertEquals(
        List.of(
            "input",
            "constant",
            "constant",
            "layer_norm",
            "constant",
            "matmul",
            "constant",
            "add",
            "gelu"),
        result.graph().nodes().stream().map(n -> n.op().name()).toList());
    Numbers.assertSame(graph, result.graph());
  }

  @Test
  void makesAPatchEmbeddingOfAConvolution() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,2,4,4]
            %1 = constant {value=f32[3,2,2,2] random(1)}
            %2 = constant {value=f32[3] random(2)}
            %3 = conv(%0, %1, %2) {dilations=[1, 1], group=1, pads=[0, 0, 0, 0], strides=[2, 2]}
            %4 = constant {value=i64[3] [0, 3, -1]}
            %5 = reshape(%3, %4) {allow_zero=0}
            %6 = transpose(%5) {perm=[0, 2, 1]}
            return "y" = %6
            """);
    PassResult result = run(graph);
    assertEquals(
        List.of("input", "patches", "constant", "matmul", "constant", "add"),
        result.graph().nodes().stream().map(n -> n.op().name()).toList());
    Numbers.assertSame(graph, result.graph());
  }

  @Test
  void keepsIntegerWeights() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,4]
            %1 = constant {value=i8[3,4] random(1)}
            %2 = constant {value=f32[3] [0.5, 0.25, 2.0]}
            %3 = dequantize_linear(%1, %2) {axis=0, block_size=0}
            %4 = transpose(%3) {perm=[1, 0]}
            %5 = matmul(%0, %4)
            return "y" = %5
            """);
    PassResult result = run(graph);
    assertEquals(
        List.of("input", "constant", "constant", "dequantize_linear", "matmul"),
        result.graph().nodes().stream().map(n -> n.op().name()).toList());
    Numbers.assertSame(graph, result.graph());
  }

  @Test
  void followsTheShapeOfAnExpandedMask() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "m" = input : bool[batch,1,1,seq]
            %1 "x" = input : f32[batch,2,seq,seq]
            %2 = shape(%1)
            %3 = constant {value=i64[4] [0, 1, 2, 3]}
            %4 = gather(%2, %3) {axis=0}
            %5 = constant {value=i64[1] [0]}
            %6 = gather(%2, %5) {axis=0}
            %7 = constant {value=i64[1] [-1]}
            %8 = constant {value=i64[1] [3]}
            %9 = gather(%2, %8) {axis=0}
            %10 = concat(%6, %7, %7, %9) {axis=0}
            %11 = constant {value=i64[4] splat(-1)}
            %12 = equal(%10, %11)
            %13 = constant {value=i64[4] splat(1)}
            %14 = where(%12, %13, %10)
            %15 = expand(%0, %14)
            return "y" = %15
            """);
    assertBecomes(
        """
        %0 "m" = input : bool[batch,1,1,seq]
        %1 "x" = input : f32[batch,2,seq,seq]
        return "y" = %0
        """,
        run(graph));
  }

  @Test
  void bindsShapes() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,4]
            %1 = shape(%0)
            return "y" = %1
            """);
    assertBecomes(
        """
        %0 "x" = input : f32[2,4]
        %1 = constant {value=i64[2] [2, 4]}
        return "y" = %1
        """,
        run(graph, Options.NONE.with("shape", "x=2x4")));
  }

  @Test
  void tellsWhatItFusedAndLeft() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,4]
            %1 "s" = sigmoid(%0)
            %2 "act" = mul(%0, %1)
            %3 "top" = host(%2) {domain="", node=0x, opset=13, type="TopK"} : f32[batch,1]
            return "y" = %3
            """);
    assertEquals(List.of("fuse-silu (1): act", "host operators TopK (1): top"), run(graph).notes());
  }

  @Test
  void dropsWhatNobodyNeeds() {
    Graph graph =
        RuleFixture.parse(
            """
            %0 "x" = input : f32[batch,4]
            %1 = neg(%0)
            return "y" = %0
            """);
    PassResult result = run(graph);
    assertEquals(1, result.graph().nodes().size());
    assertTrue(result.counts().isEmpty());
  }
}
