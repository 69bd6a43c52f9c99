package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes one transposition of two.
 *
 * <pre>
 * %1 = transpose(%0) {perm=[0, 2, 1]}
 * %2 = transpose(%1) {perm=[1, 0, 2]}
 * →
 * %2 = transpose(%0) {perm=[2, 0, 1]}
 * </pre>
 */
final class MergeTransposes implements Rule {
  @Override
  public String name() {
    return "merge-transposes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Transpose second)
        || !(graph.node(node.input(0)).op() instanceof Transpose first)) {
      return Optional.empty();
    }
    Transpose both = new Transpose(second.perm().stream().map(first.perm()::get).toList());
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value merged = patch.add(node.name(), both, graph.node(node.input(0)).input(0));
    return Optional.of(patch.redirect(node.output(), merged).because(""));
  }
}
