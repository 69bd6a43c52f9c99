package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a reshape to the shape that its input has.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = constant {value=i64[2] [0, 4]}
 * %2 = reshape(%0, %1) : f32[batch,4]
 * →
 * %0
 * </pre>
 */
final class DropReshape implements Rule {
  @Override
  public String name() {
    return "drop-reshape";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Value x = node.op() instanceof Reshape ? node.input(0) : Value.ABSENT;
    if (x.isAbsent() || !Shapes.sameIfAsLarge(graph.fact(x).shape(), node.fact().shape())) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), x).because(""));
  }
}
