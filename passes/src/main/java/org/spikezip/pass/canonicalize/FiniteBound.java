package org.spikezip.pass.canonicalize;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.op.Where;

/**
 * How large a value can get, to prove that no infinity is added to it. Assumes one thing: matrix
 * products and normalizations stay within ±10³⁰, as in any model that works at all.
 */
final class FiniteBound {
  private static final double COMPUTED = 1e30;

  /** From here on a sum rounds to infinity: 2¹²⁸ − 2¹⁰³. */
  private static final double OVERFLOW = 0x1p128 - 0x1p103;

  private final Graph graph;
  private final Map<Value, Double> known = new HashMap<>();

  FiniteBound(Graph graph) {
    this.graph = graph;
  }

  /** Whether no element of the value can be infinite or NaN. */
  boolean isFinite(Value value) {
    return bound(value, 64) < OVERFLOW;
  }

  private double bound(Value value, int depth) {
    Double before = known.get(value);
    if (before != null) {
      return before;
    }
    double found = depth == 0 ? Double.POSITIVE_INFINITY : compute(graph.node(value), depth - 1);
    found = found < OVERFLOW ? found : Double.POSITIVE_INFINITY;
    known.put(value, found);
    return found;
  }

  private double compute(Node node, int depth) {
    Op op = node.op();
    if (op instanceof Constant constant) {
      return largest(constant.value());
    }
    if (op instanceof MatMul || op instanceof LayerNorm || op instanceof RmsNorm) {
      return COMPUTED;
    }
    if (op instanceof Softmax) {
      return 1;
    }
    if (op instanceof Cast) {
      boolean fromFloat = graph.fact(node.input(0)).type().isFloat();
      return fromFloat ? bound(node.input(0), depth) : 0x1p64;
    }
    if (op instanceof Binary b) {
      return binary(b.kind(), node, depth);
    }
    if (op instanceof Unary u) {
      return switch (u.kind()) {
        case NEG, ABS, RELU, GELU, GELU_TANH, SILU -> bound(node.input(0), depth);
        case SIGMOID, TANH, ERF -> 1;
        default -> Double.POSITIVE_INFINITY;
      };
    }
    if (op instanceof Where) {
      return Math.max(bound(node.input(1), depth), bound(node.input(2), depth));
    }
    if (op instanceof Concat) {
      return node.inputs().stream().mapToDouble(v -> bound(v, depth)).max().orElse(0);
    }
    return moves(op) ? bound(node.input(0), depth) : Double.POSITIVE_INFINITY;
  }

  private static boolean moves(Op op) {
    return op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Expand
        || op instanceof Slice
        || op instanceof Squeeze
        || op instanceof Unsqueeze
        || op instanceof Gather
        || op instanceof Trilu;
  }

  private double binary(BinaryKind kind, Node node, int depth) {
    double a = bound(node.input(0), depth);
    double b = bound(node.input(1), depth);
    return switch (kind) {
      case ADD, SUB -> a + b;
      case MUL -> a == 0 || b == 0 ? 0 : a * b;
      case MIN, MAX -> Math.max(a, b);
      case DIV ->
          Patterns.scalar(graph, node.input(1)).stream()
              .filter(d -> d != 0)
              .map(d -> a / Math.abs(d))
              .findFirst()
              .orElse(Double.POSITIVE_INFINITY);
      default -> Double.POSITIVE_INFINITY;
    };
  }

  private static double largest(Tensor tensor) {
    if (!tensor.type().isFloat()) {
      return 0x1p64;
    }
    double largest = 0;
    for (float x : tensor.floats()) {
      if (!Float.isFinite(x)) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }
}
