package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops an expansion to the shape that its input has.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = constant {value=i64[1] [4]}
 * %2 = expand(%0, %1) : f32[batch,4]
 * →
 * %0
 * </pre>
 */
final class DropExpand implements Rule {
  @Override
  public String name() {
    return "drop-expand";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Value x = node.op() instanceof Expand ? node.input(0) : Value.ABSENT;
    if (x.isAbsent() || !Shapes.same(graph.fact(x).shape(), node.fact().shape())) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), x).because(""));
  }
}
