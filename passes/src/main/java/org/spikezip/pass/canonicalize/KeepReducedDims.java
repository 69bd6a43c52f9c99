package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Keeps the axes of a reduction that are added again right after it.
 *
 * <pre>
 * %1 = reduce(%0) {axes=[1], keep_dims=0, kind="mean"} : f32[batch]
 * %2 = unsqueeze(%1) {axes=[1]} : f32[batch,1]
 * →
 * %2 = reduce(%0) {axes=[1], keep_dims=1, kind="mean"} : f32[batch,1]
 * </pre>
 */
final class KeepReducedDims implements Rule {
  @Override
  public String name() {
    return "keep-reduced-dims";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Unsqueeze unsqueeze)
        || !(graph.node(node.input(0)).op() instanceof Reduce reduce)
        || reduce.keepDims()) {
      return Optional.empty();
    }
    Value x = graph.node(node.input(0)).input(0);
    Shape shape = graph.fact(x).shape();
    if (!shape.known() || !axes(reduce.axes(), shape).equals(axes(unsqueeze.axes(), shape))) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value kept = patch.add(node.name(), new Reduce(reduce.kind(), reduce.axes(), true), x);
    return Optional.of(patch.redirect(node.output(), kept).because(""));
  }

  private static List<Integer> axes(List<Integer> axes, Shape shape) {
    return axes.stream().map(a -> a < 0 ? a + shape.rank() : a).sorted().toList();
  }
}
