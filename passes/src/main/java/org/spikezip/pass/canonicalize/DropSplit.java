package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a split into one part.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = split(%0) {axis=1, sizes=[4]}
 * →
 * %0
 * </pre>
 */
final class DropSplit implements Rule {
  @Override
  public String name() {
    return "drop-split";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Split split) || split.sizes().size() != 1) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
