package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts a constant where the elements of an integer or boolean vector or scalar are known: mostly
 * shapes and what is computed of them.
 *
 * <pre>
 * %0 "x" = input : f32[batch,384]
 * %1 = shape(%0) : i64[2]
 * %2 = constant {value=i64[] [1]}
 * %3 = gather(%1, %2) {axis=0} : i64[]
 * →
 * %3 = constant {value=i64[] [384]}
 * </pre>
 */
final class FoldShapes implements Rule {
  @Override
  public String name() {
    return "fold-shapes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    boolean source = node.op() instanceof Constant || node.op() instanceof Input;
    if (source || node.outputs().size() != 1) {
      return Optional.empty();
    }
    Fact fact = node.fact();
    Optional<int[]> dims = fact.shape().sizes();
    Optional<List<Dim>> elements = fact.elements().filter(e -> e.stream().allMatch(Dim::isFixed));
    boolean whole = fact.type().isInteger() || fact.type() == ElementType.BOOL;
    if (!whole || dims.isEmpty() || elements.isEmpty()) {
      return Optional.empty();
    }
    long[] values = elements.get().stream().mapToLong(Dim::size).toArray();
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Tensor tensor = Tensor.ofLongs(fact.type(), values, dims.get());
    return Optional.of(
        patch.redirect(node.output(), patch.constant(node.name(), tensor)).because(""));
  }
}
