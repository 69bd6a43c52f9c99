package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes dynamic quantization of activations away, so that they can be calibrated.
 *
 * <pre>
 * %q:3 = host(%x) {type="DynamicQuantizeLinear", …}
 * %d = dequantize_linear(%q, %q#1, %q#2)
 * →
 * %x
 * </pre>
 */
final class DropDynamicQuantization implements Rule {
  @Override
  public String name() {
    return "drop-dynamic-quantization";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof DequantizeLinear)) {
      return Optional.empty();
    }
    Node dynamic = graph.node(node.input(0));
    boolean fits =
        HostNode.is(dynamic, "", "DynamicQuantizeLinear")
            && node.input(0).equals(dynamic.output(0))
            && node.input(1).equals(dynamic.output(1))
            && node.hasInput(2)
            && node.input(2).equals(dynamic.output(2));
    return fits
        ? Optional.of(
            GraphPatch.on(graph).redirect(node.output(), dynamic.input(0)).because(node.name()))
        : Optional.empty();
  }
}
