package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Turns a matrix product whose left factor is a constant matrix around, so that weights stand
 * right: W·x = (xᵀ·Wᵀ)ᵀ.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4,3]
 * %1 = constant {value=f32[2,4] random(1)}
 * %2 = matmul(%1, %0) : f32[batch,2,3]
 * →
 * %3 = transpose(%0) {perm=[0, 2, 1]}
 * %4 = transpose(%1) {perm=[1, 0]}
 * %5 = matmul(%3, %4)
 * %6 = transpose(%5) {perm=[0, 2, 1]}
 * </pre>
 */
final class ConstantToTheRight implements Rule {
  @Override
  public String name() {
    return "constant-to-the-right";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof MatMul) || !Patterns.isWeights(graph, node.input(0))) {
      return Optional.empty();
    }
    Shape weights = graph.fact(node.input(0)).shape();
    Shape x = graph.fact(node.input(1)).shape();
    boolean matrix = weights.known() && weights.rank() == 2;
    if (!matrix || !x.known() || x.rank() < 2 || Patterns.isWeights(graph, node.input(1))) {
      return Optional.empty();
    }
    List<Integer> perm = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    Collections.swap(perm, x.rank() - 2, x.rank() - 1);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value left = patch.add(node.name() + ".x", new Transpose(perm), node.input(1));
    Value right = patch.add(node.name() + ".w", new Transpose(List.of(1, 0)), node.input(0));
    Value product = patch.add(node.name() + ".product", new MatMul(), left, right);
    Value result = patch.add(node.name(), new Transpose(perm), product);
    return Optional.of(patch.redirect(node.output(), result).because(node.name()));
  }
}
