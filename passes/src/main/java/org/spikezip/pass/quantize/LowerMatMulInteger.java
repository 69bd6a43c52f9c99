package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes dynamic quantization of activations away, so that they can be calibrated; weights stay the
 * integers that they are.
 *
 * <pre>
 * %q:3 = host(%x) {type="DynamicQuantizeLinear", …}
 * %p = host(%q, %W, %q#2, %zeros) {type="MatMulInteger", …}
 * %y = mul(cast(%p) {to="f32"}, mul(%q#1, %scales))
 * →
 * %w = dequantize_linear(%W, %scales, %zeros)
 * %y = matmul(%x, %w)
 * </pre>
 *
 * <p>Source: ONNX DynamicQuantizeLinear-11, MatMulInteger-10, as ONNX Runtime's {@code
 * quantize_dynamic} writes them.
 */
final class LowerMatMulInteger implements Rule {
  @Override
  public String name() {
    return "lower-matmul-integer";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!isMul(node)) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      Node product = uncast(graph, graph.node(node.input(side)));
      if (HostNode.is(product, "", "MatMulInteger")) {
        return lowered(graph, node, product, node.input(1 - side));
      }
    }
    return Optional.empty();
  }

  private static Optional<GraphPatch> lowered(Graph graph, Node node, Node product, Value scales) {
    Value q = product.input(0);
    Node dynamic = graph.node(q);
    boolean fits =
        HostNode.is(dynamic, "", "DynamicQuantizeLinear")
            && q.slot() == 0
            && product.hasInput(2)
            && product.input(2).equals(dynamic.output(2));
    Optional<Value> own = fits ? besides(graph, scales, dynamic.output(1)) : Optional.empty();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value zeros = product.hasInput(3) ? product.input(3) : Value.ABSENT;
    Value y = node.output();
    return DequantizedWeights.add(graph, patch, node.name(), product.input(1), own.get(), zeros)
        .map(w -> patch.add(node.name(), new MatMul(), dynamic.input(0), w))
        .filter(made -> patch.fact(y).compatible(patch.fact(made)))
        .map(made -> patch.redirect(y, made).because(node.name()));
  }

  private static Node uncast(Graph graph, Node node) {
    return node.op() instanceof Cast ? graph.node(node.input(0)) : node;
  }

  /** What a product of scales has beside this one. */
  private static Optional<Value> besides(Graph graph, Value scales, Value scale) {
    Node node = graph.node(scales);
    if (!isMul(node)) {
      return Optional.empty();
    }
    return node.input(0).equals(scale)
        ? Optional.of(node.input(1))
        : node.input(1).equals(scale) ? Optional.of(node.input(0)) : Optional.empty();
  }

  private static boolean isMul(Node node) {
    return node.op() instanceof Binary b && b.kind() == BinaryKind.MUL;
  }
}
