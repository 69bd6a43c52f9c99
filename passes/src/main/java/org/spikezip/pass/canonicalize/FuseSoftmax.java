package org.spikezip.pass.canonicalize;

import static org.spikezip.pass.canonicalize.Patterns.binary;
import static org.spikezip.pass.canonicalize.Patterns.reduce;
import static org.spikezip.pass.canonicalize.Patterns.unary;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts softmax together.
 *
 * <pre>
 * %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="max"}
 * %2 = sub(%0, %1)
 * %3 = exp(%2)
 * %4 = reduce(%3) {axes=[-1], keep_dims=1, kind="sum"}
 * %5 = div(%3, %4)
 * →
 * %5 = softmax(%0) {axis=-1}
 * </pre>
 *
 * <p>Not where the maximum is not taken off first: that overflows where softmax does not.
 */
final class FuseSoftmax implements Rule {
  @Override
  public String name() {
    return "fuse-softmax";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Optional<Node> sum = divisor(graph, node).flatMap(v -> reduce(graph, v, ReduceKind.SUM));
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    Value exponential = sum.get().input(0);
    Optional<Node> shifted =
        unary(graph, exponential, UnaryKind.EXP).flatMap(d -> binary(graph, d, BinaryKind.SUB));
    if (!node.inputs().contains(exponential) || shifted.isEmpty()) {
      return Optional.empty();
    }
    Value x = shifted.get().input(0);
    Optional<Integer> axis = axis(graph, sum.get());
    Optional<Node> max =
        reduce(graph, shifted.get().input(1), ReduceKind.MAX).filter(m -> m.input(0).equals(x));
    if (axis.isEmpty() || !max.flatMap(m -> axis(graph, m)).equals(axis)) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value fused = patch.add(node.name(), new Softmax(axis.get()), x);
    return Optional.of(patch.redirect(node.output(), fused).because(node.name()));
  }

  /** What a node divides by, as a quotient or as a product with a reciprocal. */
  private static Optional<Value> divisor(Graph graph, Node node) {
    if (binary(graph, node.output(), BinaryKind.DIV).isPresent()) {
      return Optional.of(node.input(1));
    }
    return binary(graph, node.output(), BinaryKind.MUL)
        .flatMap(
            m ->
                unary(graph, m.input(1), UnaryKind.RECIPROCAL)
                    .or(() -> unary(graph, m.input(0), UnaryKind.RECIPROCAL)));
  }

  /** The one axis of a reduction, counted from the end. */
  private static Optional<Integer> axis(Graph graph, Node reduction) {
    List<Integer> axes = ((Reduce) reduction.op()).axes();
    Shape shape = graph.fact(reduction.input(0)).shape();
    return axes.size() == 1 && shape.known()
        ? Optional.of(shape.axis(axes.get(0)) - shape.rank())
        : Optional.empty();
  }
}
