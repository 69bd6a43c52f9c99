package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Swaps the last two axes in place instead of under one flattened axis, as torch.export writes the
 * transposed keys of attention.
 *
 * <pre>
 * %0 "k" = input : f32[batch,12,seq,32]
 * %2 = reshape(%0, %1) : f32[(batch*12),seq,32]
 * %3 = transpose(%2) {perm=[0, 2, 1]}
 * %5 = reshape(%3, %4) : f32[batch,12,32,seq]
 * →
 * %2 = reshape(%0, [0, 0, 0, 32]) : f32[batch,12,seq,32]
 * %5 = transpose(%2) {perm=[0, 1, 3, 2]}
 * </pre>
 */
final class UnflattenTranspose implements Rule {
  @Override
  public String name() {
    return "unflatten-transpose";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape)
        || !(graph.node(node.input(0)).op() instanceof Transpose t)
        || !t.perm().equals(List.of(0, 2, 1))) {
      return Optional.empty();
    }
    Node flattened = graph.node(graph.node(node.input(0)).input(0));
    Shape out = node.fact().shape();
    if (!(flattened.op() instanceof Reshape) || !out.known() || out.rank() < 3) {
      return Optional.empty();
    }
    Shape flat = flattened.fact().shape();
    boolean sameRows =
        Shapes.same(
            Shape.of(List.of(out.dim(-1), out.dim(-2))), Shape.of(flat.dims().subList(1, 3)));
    List<Dim> dims = new ArrayList<>(out.dims());
    Collections.swap(dims, out.rank() - 2, out.rank() - 1);
    Value x = flattened.input(0);
    Optional<Tensor> target = Shapes.reshapeTarget(graph.fact(x).shape(), Shape.of(dims));
    if (!sameRows || target.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> perm = new ArrayList<>(IntStream.range(0, out.rank()).boxed().toList());
    Collections.swap(perm, out.rank() - 2, out.rank() - 1);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value shape = patch.constant(node.name() + ".shape", target.get());
    Value unflattened = patch.add(flattened.name(), new Reshape(false), x, shape);
    Value swapped = patch.add(node.name(), new Transpose(perm), unflattened);
    return Optional.of(patch.redirect(node.output(), swapped).because(""));
  }
}
