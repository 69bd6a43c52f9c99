package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Where;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes the branch of a choice whose condition is constant and everywhere the same.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = constant {value=bool[1] [1]}
 * %3 = where(%1, %0, %2) : f32[batch,4]
 * →
 * %0
 * </pre>
 */
final class FoldWhere implements Rule {
  @Override
  public String name() {
    return "fold-where";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Optional<Tensor> condition =
        node.op() instanceof Where ? graph.constant(node.input(0)) : Optional.empty();
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    OptionalDouble all = Splat.of(condition.get());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Value taken = node.input(all.getAsDouble() != 0 ? 1 : 2);
    if (!Shapes.same(graph.fact(taken).shape(), node.fact().shape())) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), taken).because(""));
  }
}
