package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Small questions about one value, of which the rules are made. */
final class Patterns {
  private Patterns() {}

  /** The node behind a value, if it is this function of two numbers. */
  static Optional<Node> binary(Graph graph, Value value, BinaryKind kind) {
    Node node = graph.node(value);
    return node.op() instanceof Binary b && b.kind() == kind ? Optional.of(node) : Optional.empty();
  }

  /** What this function of one number is applied to. */
  static Optional<Value> unary(Graph graph, Value value, UnaryKind kind) {
    Node node = graph.node(value);
    return node.op() instanceof Unary u && u.kind() == kind
        ? Optional.of(node.input(0))
        : Optional.empty();
  }

  /** The node behind a value, if it combines elements in this way and keeps the axes. */
  static Optional<Node> reduce(Graph graph, Value value, ReduceKind kind) {
    Node node = graph.node(value);
    return node.op() instanceof Reduce r && r.kind() == kind && r.keepDims()
        ? Optional.of(node)
        : Optional.empty();
  }

  /** What is squared here: x·x or x². */
  static Optional<Value> square(Graph graph, Value value) {
    Node node = graph.node(value);
    if (!(node.op() instanceof Binary b)) {
      return Optional.empty();
    }
    boolean squares =
        (b.kind() == BinaryKind.MUL && node.input(0).equals(node.input(1)))
            || (b.kind() == BinaryKind.POW && isScalar(graph, node.input(1), 2));
    return squares ? Optional.of(node.input(0)) : Optional.empty();
  }

  /** The number, if the value is a constant floating-point tensor of one element. */
  static OptionalDouble scalar(Graph graph, Value value) {
    Optional<Tensor> constant = graph.constant(value);
    return constant.isPresent() && constant.get().type().isFloat() && constant.get().size() == 1
        ? OptionalDouble.of(constant.get().floats()[0])
        : OptionalDouble.empty();
  }

  static boolean isScalar(Graph graph, Value value, double expected) {
    OptionalDouble scalar = scalar(graph, value);
    return scalar.isPresent() && scalar.getAsDouble() == expected;
  }

  /** The value before casts between 32 and 64 bit floats, which lose at most a rounding. */
  static Value uncast(Graph graph, Value value) {
    Value at = value;
    while (graph.node(at).op() instanceof Cast
        && isWide(graph.fact(at).type())
        && isWide(graph.fact(graph.node(at).input(0)).type())) {
      at = graph.node(at).input(0);
    }
    return at;
  }

  private static boolean isWide(ElementType type) {
    return type == ElementType.F32 || type == ElementType.F64;
  }

  /** The operand that is not {@code value}, if one of the two is. */
  static Optional<Value> other(Node node, Value value) {
    if (node.input(0).equals(value)) {
      return Optional.of(node.input(1));
    }
    return node.input(1).equals(value) ? Optional.of(node.input(0)) : Optional.empty();
  }

  /** A constant, or the numbers that a constant of codes stands for. */
  static boolean isWeights(Graph graph, Value value) {
    return graph.constant(value).isPresent() || isDequantizedConstant(graph, value);
  }

  /** Whether every input of the dequantization behind this value is a constant. */
  static boolean isDequantizedConstant(Graph graph, Value value) {
    Node node = graph.node(value);
    return node.op() instanceof DequantizeLinear
        && node.inputs().stream().allMatch(v -> v.isAbsent() || graph.constant(v).isPresent());
  }
}
