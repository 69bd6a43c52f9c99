package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a concatenation of one.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = concat(%0) {axis=1}
 * →
 * %0
 * </pre>
 */
final class DropConcat implements Rule {
  @Override
  public String name() {
    return "drop-concat";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Concat) || node.inputs().size() != 1) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
