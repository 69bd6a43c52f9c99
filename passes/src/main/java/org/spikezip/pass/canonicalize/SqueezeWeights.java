package org.spikezip.pass.canonicalize;

import java.nio.ByteBuffer;
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
 * Drops leading axes from the constant right factor of a matrix product where they repeat one
 * matrix, once or more often.
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
    if (w.rank() < 3 || w.type().bits() < 8 || !repeats(w)) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    String label = graph.node(node.input(1)).name();
    Value matrix = patch.constant(label, first(w));
    Value product = patch.add(node.name(), new MatMul(), node.input(0), matrix);
    return Shapes.same(patch.fact(product).shape(), node.fact().shape())
        ? Optional.of(patch.redirect(node.output(), product).because(""))
        : Optional.empty();
  }

  private static Tensor first(Tensor weights) {
    int rows = weights.dim(-2);
    int columns = weights.dim(-1);
    return Tensor.of(
        weights.type(), new int[] {rows, columns}, weights.bytes().slice(0, size(weights)));
  }

  /** Bytes of one matrix. */
  private static int size(Tensor weights) {
    return Math.toIntExact(weights.type().bytes((long) weights.dim(-2) * weights.dim(-1)));
  }

  private static boolean repeats(Tensor weights) {
    ByteBuffer bytes = weights.bytes();
    int size = size(weights);
    if (size == 0 || bytes.limit() == 0) {
      return false;
    }
    ByteBuffer matrix = bytes.slice(0, size);
    return IntStream.range(1, bytes.limit() / size)
        .allMatch(i -> bytes.slice(i * size, size).equals(matrix));
  }
}
