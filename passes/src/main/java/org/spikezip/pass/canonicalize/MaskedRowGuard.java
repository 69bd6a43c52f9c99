package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Writes the guard against rows of −∞ after a softmax, as torch decomposes its safe softmax, in the
 * form that other exporters use: asking the result whether it is NaN. {@link DropNanGuard} drops it
 * where it guards against nothing.
 *
 * <pre>
 * %1 = equal(%0, -inf)
 * %2 = reduce(not(%1)) {axes=[3], keep_dims=1, kind="max"}    // any, through casts
 * %3 = softmax(%0) {axis=3}
 * %5 = where(not(%2), 0, %3)
 * →
 * %4 = is_nan(%3)
 * %5 = where(%4, 0, %3)
 * </pre>
 *
 * <p>Both are the same where %0 is neither NaN nor +∞: where it is finite, or a finite value plus a
 * mask of finite numbers and −∞.
 */
final class MaskedRowGuard implements Rule {
  @Override
  public String name() {
    return "masked-row-guard";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Where) || node.fact().type() != ElementType.F32) {
      return Optional.empty();
    }
    Value kept = node.input(2);
    Node softmax = graph.node(kept);
    boolean guards =
        softmax.op() instanceof Softmax
            && noneIsFinite(graph, node.input(0)).filter(softmax.input(0)::equals).isPresent()
            && isZero(graph, node.input(1))
            && Shapes.broadcastsInto(graph.fact(node.input(1)).shape(), graph.fact(kept).shape());
    if (!guards || !isFiniteOrMasked(graph, softmax.input(0))) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value undefined = patch.add(node.name() + ".undefined", new Unary(UnaryKind.IS_NAN), kept);
    Value zero = patch.constant(node.name() + ".zero", Tensor.scalar(0f));
    Value guarded = patch.add(node.name(), new Where(), undefined, zero, kept);
    return Optional.of(patch.redirect(node.output(), guarded).because(node.name()));
  }

  private static boolean isZero(Graph graph, Value value) {
    Node node = graph.node(value);
    Optional<Tensor> number =
        node.op() instanceof Fill fill ? Optional.of(fill.value()) : graph.constant(value);
    return number.filter(t -> Splat.is(t, 0)).isPresent();
  }

  private static boolean isFiniteOrMasked(Graph graph, Value value) {
    FiniteBound bound = new FiniteBound(graph);
    return bound.isFinite(value)
        || Patterns.binary(graph, value, BinaryKind.ADD)
            .filter(sum -> bound.isFinite(sum.input(0)) && isMask(graph, bound, sum.input(1)))
            .isPresent();
  }

  private static boolean isMask(Graph graph, FiniteBound bound, Value value) {
    Node where = graph.node(value);
    return where.op() instanceof Where
        && where.inputs().subList(1, 3).stream()
            .allMatch(
                v -> bound.isFinite(v) || Patterns.isScalar(graph, v, Double.NEGATIVE_INFINITY));
  }

  /** The value of which a truth says that whole rows are −∞. */
  private static Optional<Value> noneIsFinite(Graph graph, Value truth) {
    return Patterns.unary(graph, truth, UnaryKind.NOT)
        .map(any -> uncast(graph, any))
        .flatMap(any -> Patterns.reduce(graph, any, ReduceKind.MAX))
        .map(any -> uncast(graph, any.input(0)))
        .flatMap(open -> Patterns.unary(graph, open, UnaryKind.NOT))
        .flatMap(masked -> Patterns.binary(graph, masked, BinaryKind.EQUAL))
        .filter(e -> Patterns.isScalar(graph, e.input(1), Double.NEGATIVE_INFINITY))
        .map(e -> e.input(0));
  }

  /** The truth behind a number that stands for it, or the other way around. */
  private static Value uncast(Graph graph, Value value) {
    Node node = graph.node(value);
    boolean between =
        node.op() instanceof Cast
            && Set.of(ElementType.BOOL, ElementType.I32).contains(node.fact().type())
            && Set.of(ElementType.BOOL, ElementType.I32).contains(graph.fact(node.input(0)).type());
    return between ? node.input(0) : value;
  }
}
