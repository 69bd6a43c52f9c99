package org.spikezip.pass.canonicalize;

import static org.spikezip.pass.canonicalize.Patterns.binary;
import static org.spikezip.pass.canonicalize.Patterns.isScalar;
import static org.spikezip.pass.canonicalize.Patterns.other;
import static org.spikezip.pass.canonicalize.Patterns.reduce;
import static org.spikezip.pass.canonicalize.Patterns.scalar;
import static org.spikezip.pass.canonicalize.Patterns.square;
import static org.spikezip.pass.canonicalize.Patterns.unary;
import static org.spikezip.pass.canonicalize.Patterns.uncast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.UnaryKind;

/**
 * A value divided by its root mean square, x / √(mean(x²) + ε), however an exporter writes it: with
 * Div, or with Mul by Rsqrt, Reciprocal, 1/√ or a power of −½; the square as x·x or x²; with casts
 * to 64 bits and back in between.
 *
 * @param x what is normalized
 * @param first the first normalized axis, counted from the end; all after it are normalized too
 * @param epsilon ε
 */
record RootMeanSquare(Value x, int first, float epsilon) {
  /** What this node normalizes, if it does. */
  static Optional<RootMeanSquare> of(Graph graph, Node node) {
    Optional<Node> quotient = binary(graph, node.output(), BinaryKind.DIV);
    if (quotient.isPresent()) {
      return root(graph, node.input(1)).flatMap(r -> under(graph, r, node.input(0)));
    }
    if (binary(graph, node.output(), BinaryKind.MUL).isEmpty()) {
      return Optional.empty();
    }
    return inverseRoot(graph, node.input(1))
        .flatMap(r -> under(graph, r, node.input(0)))
        .or(() -> inverseRoot(graph, node.input(0)).flatMap(r -> under(graph, r, node.input(1))));
  }

  /** The sizes of the normalized axes, if they are numbers. */
  Optional<int[]> normalizedSizes(Graph graph) {
    Shape shape = graph.fact(x).shape();
    return Shape.of(shape.dims().subList(shape.rank() + first, shape.rank())).sizes();
  }

  /** What a square root is taken of. */
  private static Optional<Value> root(Graph graph, Value value) {
    Value v = uncast(graph, value);
    return unary(graph, v, UnaryKind.SQRT).or(() -> power(graph, v, 0.5));
  }

  /** What one over a square root is taken of. */
  private static Optional<Value> inverseRoot(Graph graph, Value value) {
    Value v = uncast(graph, value);
    return unary(graph, v, UnaryKind.RSQRT)
        .or(() -> unary(graph, v, UnaryKind.RECIPROCAL).flatMap(r -> root(graph, r)))
        .or(
            () ->
                binary(graph, v, BinaryKind.DIV)
                    .filter(d -> isScalar(graph, d.input(0), 1))
                    .flatMap(d -> root(graph, d.input(1))))
        .or(() -> power(graph, v, -0.5));
  }

  private static Optional<Value> power(Graph graph, Value value, double exponent) {
    return binary(graph, value, BinaryKind.POW)
        .filter(p -> isScalar(graph, p.input(1), exponent))
        .map(p -> p.input(0));
  }

  private static Optional<RootMeanSquare> under(Graph graph, Value radicand, Value x) {
    Optional<Node> sum = binary(graph, uncast(graph, radicand), BinaryKind.ADD);
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    for (Value operand : sum.get().inputs()) {
      OptionalDouble epsilon = scalar(graph, operand);
      Value mean = uncast(graph, other(sum.get(), operand).orElseThrow());
      if (epsilon.isPresent() && isMeanSquare(graph, mean, x)) {
        return first(((Reduce) graph.node(mean).op()).axes(), graph.fact(x))
            .map(axis -> new RootMeanSquare(x, axis, (float) epsilon.getAsDouble()));
      }
    }
    return Optional.empty();
  }

  private static boolean isMeanSquare(Graph graph, Value mean, Value x) {
    return reduce(graph, mean, ReduceKind.MEAN)
        .flatMap(m -> square(graph, uncast(graph, m.input(0))))
        .filter(s -> uncast(graph, s).equals(uncast(graph, x)))
        .isPresent();
  }

  /**
   * The first of the axes counted from the end, if they are the last ones of a float value of known
   * rank.
   */
  static Optional<Integer> first(List<Integer> axes, Fact x) {
    if (!x.shape().known() || x.type() != ElementType.F32 || axes.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> fromEnd = new ArrayList<>();
    for (int axis : axes) {
      fromEnd.add(axis < 0 ? axis : axis - x.shape().rank());
    }
    fromEnd.sort(null);
    boolean last = fromEnd.get(fromEnd.size() - 1) == -1;
    return last && fromEnd.get(0) == -fromEnd.size()
        ? Optional.of(fromEnd.get(0))
        : Optional.empty();
  }
}
