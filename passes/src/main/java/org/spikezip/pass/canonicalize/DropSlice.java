package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a slice of everything.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = constant {value=i64[1] [0]}
 * %2 = constant {value=i64[1] [9223372036854775807]}
 * %3 = slice(%0, %1, %2) : f32[batch,4]
 * →
 * %0
 * </pre>
 */
final class DropSlice implements Rule {
  @Override
  public String name() {
    return "drop-slice";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Slice) || !isForward(graph, node)) {
      return Optional.empty();
    }
    Value x = node.input(0);
    if (!Shapes.same(graph.fact(x).shape(), node.fact().shape())) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), x).because(""));
  }

  /** Whether every step is 1, so that a slice as long as the axis is the whole axis. */
  private static boolean isForward(Graph graph, Node node) {
    return !node.hasInput(4)
        || graph.constant(node.input(4)).filter(steps -> Splat.is(steps, 1)).isPresent();
  }
}
