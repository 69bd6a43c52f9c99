package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes away the merging of batches and heads around a product of matrices, which torch's
 * decompositions need for bmm. Axes of size 1 that the merging swallowed are dropped.
 *
 * <pre>
 * %0 "a" = input : f32[batch,2,3,4]
 * %1 "b" = input : f32[batch,2,4,5]
 * %2 = reshape(%0, [-1, 3, 4])
 * %3 = reshape(%1, [-1, 4, 5])
 * %4 = matmul(%2, %3) : f32[(batch*2),3,5]
 * %6 = reshape(%4, %5) : f32[batch,2,3,5]
 * →
 * %6 = matmul(%0, %1)
 * </pre>
 */
final class UnflattenBatches implements Rule {
  @Override
  public String name() {
    return "unflatten-batches";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape)) {
      return Optional.empty();
    }
    Node product = graph.node(node.input(0));
    Shape out = node.fact().shape();
    boolean bmm = product.op() instanceof MatMul && isThreeAxes(graph, product);
    if (!bmm || !out.known() || out.rank() < 4 || !sameMatrix(out, product.fact().shape())) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    List<Value> factors = new ArrayList<>();
    for (Value factor : product.inputs()) {
      Node flattened = graph.node(factor);
      if (!(flattened.op() instanceof Reshape)) {
        return Optional.empty();
      }
      Optional<Value> apart = apart(graph, patch, flattened, batches(out));
      if (apart.isEmpty()) {
        return Optional.empty();
      }
      factors.add(apart.get());
    }
    Value made = patch.add(node.name(), new MatMul(), factors.get(0), factors.get(1));
    return Shapes.same(patch.fact(made).shape(), out)
        ? Optional.of(patch.redirect(node.output(), made).because(""))
        : Optional.empty();
  }

  private static boolean isThreeAxes(Graph graph, Node product) {
    return product.inputs().stream()
        .map(v -> graph.fact(v).shape())
        .allMatch(s -> s.known() && s.rank() == 3);
  }

  /** What was flattened, if its axes before the last two are these batches and axes of size 1. */
  private static Optional<Value> apart(
      Graph graph, GraphPatch.Builder patch, Node flattened, List<Dim> batches) {
    Value x = flattened.input(0);
    Shape shape = graph.fact(x).shape();
    if (!shape.known() || shape.rank() < 3 || !sameMatrix(shape, flattened.fact().shape())) {
      return Optional.empty();
    }
    List<Integer> dropped = new ArrayList<>();
    List<Dim> kept = new ArrayList<>();
    int surplus = shape.rank() - 2 - batches.size();
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      if (dropped.size() < surplus && shape.dim(axis).equals(Dim.of(1))) {
        dropped.add(axis);
      } else {
        kept.add(shape.dim(axis));
      }
    }
    if (!Shapes.same(Shape.of(kept), Shape.of(batches))) {
      return Optional.empty();
    }
    return Optional.of(
        dropped.isEmpty() ? x : patch.add(flattened.name(), new Squeeze(dropped), x));
  }

  private static List<Dim> batches(Shape shape) {
    return shape.dims().subList(0, shape.rank() - 2);
  }

  private static boolean sameMatrix(Shape a, Shape b) {
    return Shapes.same(lastTwo(a), lastTwo(b));
  }

  private static Shape lastTwo(Shape shape) {
    return Shape.of(shape.dims().subList(shape.rank() - 2, shape.rank()));
  }
}
