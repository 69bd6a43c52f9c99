package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a padding by nothing.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = pad(%0) {pads=[0, 0, 0, 0], value=0.0}
 * →
 * %0
 * </pre>
 */
final class DropPad implements Rule {
  @Override
  public String name() {
    return "drop-pad";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Pad pad) || !pad.pads().stream().allMatch(p -> p == 0)) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
