package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a cast to the type that its input has.
 *
 * <pre>
 * %0 "x" = input : f32[batch]
 * %1 = cast(%0) {to="f32"}
 * →
 * %0
 * </pre>
 */
final class DropCast implements Rule {
  @Override
  public String name() {
    return "drop-cast";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Cast cast) || graph.fact(node.input(0)).type() != cast.to()) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
