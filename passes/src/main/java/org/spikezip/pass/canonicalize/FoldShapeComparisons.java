package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Decides whether elements of shapes are equal where that holds for every size of the symbols:
 * exporters compare shapes with −1 before they expand to them.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = shape(%0) : i64[2]
 * %2 = constant {value=i64[2] [-1, -1]}
 * %3 = equal(%1, %2) : bool[2]
 * →
 * %3 = constant {value=bool[2] [0, 0]}
 * </pre>
 */
final class FoldShapeComparisons implements Rule {
  @Override
  public String name() {
    return "fold-shape-comparisons";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Binary b && b.kind() == BinaryKind.EQUAL)) {
      return Optional.empty();
    }
    Optional<List<Dim>> left = graph.fact(node.input(0)).elements();
    Optional<List<Dim>> right = graph.fact(node.input(1)).elements();
    Optional<int[]> dims = node.fact().shape().sizes();
    if (left.isEmpty() || right.isEmpty() || dims.isEmpty()) {
      return Optional.empty();
    }
    int n = Math.max(left.get().size(), right.get().size());
    boolean[] results = new boolean[n];
    for (int i = 0; i < n; i++) {
      Dim x = left.get().get(left.get().size() == 1 ? 0 : i);
      Dim y = right.get().get(right.get().size() == 1 ? 0 : i);
      results[i] = x.equals(y) && !x.isUnknown();
      if (!results[i] && !differ(x, y)) {
        return Optional.empty();
      }
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Tensor tensor = Tensor.of(results, dims.get());
    return Optional.of(
        patch.redirect(node.output(), patch.constant(node.name(), tensor)).because(""));
  }

  private static boolean differ(Dim x, Dim y) {
    if (x.isFixed() && y.isFixed()) {
      return x.size() != y.size();
    }
    return isSize(x, y) || isSize(y, x);
  }

  /** Whether one is a size, so at least 0, and the other a negative number. */
  private static boolean isSize(Dim size, Dim number) {
    boolean atLeastZero = !size.isFixed() && !size.isUnknown() && !size.symbol().contains("-");
    return atLeastZero && number.isFixed() && number.size() < 0;
  }
}
