package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops the guard against NaN after a softmax into which no infinity can come.
 *
 * <pre>
 * %1 = softmax(%0) {axis=-1}
 * %2 = is_nan(%1)
 * %4 = where(%2, %3, %1)
 * →
 * %1
 * </pre>
 *
 * <p>A row that is masked wholly by −∞ gives NaN, which the guard turns into 0. So it stays where
 * {@link FiniteBound} cannot exclude an infinity: with any mask of −∞, and with one that a user
 * gives as floats.
 */
final class DropNanGuard implements Rule {
  @Override
  public String name() {
    return "drop-nan-guard";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Where)) {
      return Optional.empty();
    }
    Value kept = node.input(2);
    Node softmax = graph.node(kept);
    boolean guards =
        softmax.op() instanceof Softmax
            && Patterns.unary(graph, node.input(0), UnaryKind.IS_NAN)
                .filter(kept::equals)
                .isPresent()
            && Shapes.broadcastsInto(graph.fact(node.input(1)).shape(), graph.fact(kept).shape());
    if (!guards || !new FiniteBound(graph).isFinite(softmax.input(0))) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), kept).because(node.name()));
  }
}
