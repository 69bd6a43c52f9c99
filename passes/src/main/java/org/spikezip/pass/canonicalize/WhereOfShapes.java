package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Where;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes a look-up of a choice between elements of two shapes by a constant condition: shapes are
 * followed through look-ups, not through choices. Exporters write it before they expand.
 *
 * <pre>
 * %2 = constant {value=bool[2] [0, 1]}
 * %3 = where(%2, %0, %1) : i64[2]       // elements of %0 and %1 known
 * →
 * %4 = concat(%0, %1) {axis=0} : i64[4]
 * %5 = constant {value=i64[2] [2, 1]}
 * %3 = gather(%4, %5) {axis=0} : i64[2]
 * </pre>
 */
final class WhereOfShapes implements Rule {
  @Override
  public String name() {
    return "where-of-shapes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Where)) {
      return Optional.empty();
    }
    Optional<Tensor> condition = graph.constant(node.input(0));
    if (condition.isEmpty() || condition.get().rank() != 1) {
      return Optional.empty();
    }
    long[] takesFirst = condition.get().longs();
    int n = takesFirst.length;
    if (!isVector(graph.fact(node.input(1)), n) || !isVector(graph.fact(node.input(2)), n)) {
      return Optional.empty();
    }
    long[] indices = new long[n];
    for (int i = 0; i < n; i++) {
      indices[i] = takesFirst[i] != 0 ? i : n + i;
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value both = patch.add(node.name() + ".both", new Concat(0), node.input(1), node.input(2));
    Value index = patch.constant(node.name() + ".index", Tensor.of(indices, n));
    Value taken = patch.add(node.name(), new Gather(0), both, index);
    return Optional.of(patch.redirect(node.output(), taken).because(""));
  }

  private static boolean isVector(Fact fact, int n) {
    return fact.elements().filter(e -> e.size() == n).isPresent() && fact.shape().rank() == 1;
  }
}
