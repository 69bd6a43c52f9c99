package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Adds all axes at once.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = unsqueeze(%0) {axes=[1]} : f32[batch,1,4]
 * %2 = unsqueeze(%1) {axes=[0]} : f32[1,batch,1,4]
 * →
 * %2 = unsqueeze(%0) {axes=[0, 2]}
 * </pre>
 */
final class MergeUnsqueezes implements Rule {
  @Override
  public String name() {
    return "merge-unsqueezes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Unsqueeze outer)
        || !(graph.node(node.input(0)).op() instanceof Unsqueeze inner)
        || !node.fact().shape().known()) {
      return Optional.empty();
    }
    int rank = node.fact().shape().rank();
    List<Integer> added = front(outer.axes(), rank);
    List<Integer> before = front(inner.axes(), rank - added.size());
    List<Integer> axes = new ArrayList<>();
    int old = 0;
    for (int i = 0; i < rank; i++) {
      if (added.contains(i) || before.contains(old++)) {
        axes.add(i);
      }
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value x = graph.node(node.input(0)).input(0);
    Value merged = patch.add(node.name(), new Unsqueeze(axes), x);
    return Optional.of(patch.redirect(node.output(), merged).because(""));
  }

  private static List<Integer> front(List<Integer> axes, int rank) {
    return axes.stream().map(a -> a < 0 ? a + rank : a).toList();
  }
}
