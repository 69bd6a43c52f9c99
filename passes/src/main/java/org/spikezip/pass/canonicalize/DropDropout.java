package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a dropout that does nothing: not in training, and nobody asks for its mask.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = host(%0) {domain="", type="Dropout", …}
 * →
 * %0
 * </pre>
 *
 * Source: ONNX Dropout-13; before version 12 it has no training input.
 */
final class DropDropout implements Rule {
  @Override
  public String name() {
    return "drop-dropout";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    boolean dropout =
        node.op() instanceof HostOp host
            && host.type().equals("Dropout")
            && host.domain().isEmpty()
            && host.opset() >= 7;
    boolean masked =
        node.outputs().size() > 1
            && (!uses.of(node.output(1)).isEmpty() || uses.isGraphOutput(node.output(1)));
    boolean training =
        node.hasInput(2) && graph.constant(node.input(2)).filter(t -> Splat.is(t, 0)).isEmpty();
    if (!dropout || masked || training) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
