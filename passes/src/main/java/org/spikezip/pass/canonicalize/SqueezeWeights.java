package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops leading axes of size 1 from the constant right factor of a matrix product.
 *
 * <pre>
 * %0 "x" = input : f32[batch,3,4]
 * %1 = constant {value=f32[1,4,2] random(1)}
 * %2 = matmul(%0, %1) : f32[batch,3,2]
 * →
 * %1 = constant {value=f32[4,2] random(1)}
 * %2 = matmul(%0, %1) : f32[batch,3,2]
 * </pre>
 */
final class SqueezeWeights implements Rule {
  @Override
  public String name() {
    return "squeeze-weights";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof MatMul)) {
      return Optional.empty();
    }
    Optional<Tensor> weights = graph.constant(node.input(1));
    Shape x = graph.fact(node.input(0)).shape();
    if (weights.isEmpty() || !x.known() || x.rank() < weights.get().rank()) {
      return Optional.empty();
    }
    Tensor w = weights.get();
    boolean single = IntStream.range(0, w.rank() - 2).allMatch(i -> w.dim(i) == 1);
    if (w.rank() < 3 || !single) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    String label = graph.node(node.input(1)).name();
    Value matrix = patch.constant(label, w.reshape(w.dim(-2), w.dim(-1)));
    Value product = patch.add(node.name(), new MatMul(), node.input(0), matrix);
    return Optional.of(patch.redirect(node.output(), product).because(""));
  }
}
