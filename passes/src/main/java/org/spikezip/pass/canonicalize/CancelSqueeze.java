package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops axes that are added and taken away again, or the other way round.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = unsqueeze(%0) {axes=[1]}
 * %2 = squeeze(%1) {axes=[1]}
 * →
 * %0
 * </pre>
 *
 * <p>Two operators that only regroup elements do nothing if the shape is the old one at the end.
 */
final class CancelSqueeze implements Rule {
  @Override
  public String name() {
    return "cancel-squeeze";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!isSqueeze(node.op())) {
      return Optional.empty();
    }
    Node before = graph.node(node.input(0));
    if (!isSqueeze(before.op()) && !(before.op() instanceof Reshape)) {
      return Optional.empty();
    }
    Value x = before.input(0);
    if (!Shapes.sameIfAsLarge(graph.fact(x).shape(), node.fact().shape())) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), x).because(""));
  }

  private static boolean isSqueeze(Op op) {
    return op instanceof Squeeze || op instanceof Unsqueeze;
  }
}
