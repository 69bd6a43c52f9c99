package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * The same as {@link LowerMatMulInteger}, where ONNX Runtime has fused it.
 *
 * <pre>
 * %y = host(%x, %W, %scales, %zeros, %b) {domain="com.microsoft", type="DynamicQuantizeMatMul"}
 * →
 * %w = dequantize_linear(%W, %scales, %zeros)
 * %y = add(matmul(%x, %w), %b)
 * </pre>
 *
 * <p>Also MatMulIntegerToFloat behind a DynamicQuantizeLinear.
 */
final class LowerDynamicMatMul implements Rule {
  @Override
  public String name() {
    return "lower-dynamic-matmul";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (HostNode.is(node, "com.microsoft", "DynamicQuantizeMatMul")) {
      return lowered(graph, node, node.input(0), 2, 3, 4);
    }
    if (!HostNode.is(node, "com.microsoft", "MatMulIntegerToFloat")) {
      return Optional.empty();
    }
    Node dynamic = graph.node(node.input(0));
    boolean fits =
        HostNode.is(dynamic, "", "DynamicQuantizeLinear")
            && node.input(0).equals(dynamic.output(0))
            && node.input(2).equals(dynamic.output(1))
            && node.hasInput(4)
            && node.input(4).equals(dynamic.output(2));
    return fits ? lowered(graph, node, dynamic.input(0), 3, 5, 6) : Optional.empty();
  }

  /** The product of x with the weights; scales, zero points and bias are these inputs. */
  private static Optional<GraphPatch> lowered(
      Graph graph, Node node, Value x, int scales, int zeros, int bias) {
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value points = node.hasInput(zeros) ? node.input(zeros) : Value.ABSENT;
    Value y = node.output();
    String name = node.name();
    return DequantizedWeights.add(graph, patch, name, node.input(1), node.input(scales), points)
        .map(w -> patch.add(name, new MatMul(), x, w))
        .map(p -> node.hasInput(bias) ? biased(patch, name, p, node.input(bias)) : p)
        .filter(made -> patch.fact(y).compatible(patch.fact(made)))
        .map(made -> patch.redirect(y, made).because(name));
  }

  private static Value biased(GraphPatch.Builder patch, String name, Value product, Value bias) {
    return patch.add(name, new Binary(BinaryKind.ADD), product, bias);
  }
}
