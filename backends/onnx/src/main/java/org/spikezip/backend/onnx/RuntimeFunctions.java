package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * Which nodes of an exported network a runtime computes by float functions of its own, so that its
 * last bits may differ from ours.
 */
final class RuntimeFunctions {
  private RuntimeFunctions() {}

  static List<Node> of(SpikingGraph network) {
    OnnxGraph out = new OnnxGraph(network.graph(), OnnxWriter.opsets(network.graph()).get(""));
    List<Node> found = new ArrayList<>();
    for (Node node : network.live()) {
      boolean floats = !node.outputs().isEmpty() && node.fact().type().isFloat();
      boolean constant =
          node.inputs().stream().allMatch(v -> v.isAbsent() || out.constant(v).isPresent());
      if (floats && !constant && !isExact(node, node.op(), out)) {
        found.add(node);
      }
    }
    return found;
  }

  private static boolean isExact(Node node, Op op, OnnxGraph out) {
    if (op instanceof Unary unary) {
      return isExact(unary.kind(), out.type(node, 0));
    }
    if (op instanceof Binary binary) {
      return binary.kind() != BinaryKind.POW || exponent(node, out) == 2;
    }
    if (op instanceof Softmax softmax) {
      return ExactRows.isExact(node, softmax, out);
    }
    if (op instanceof LayerNorm norm) {
      return ExactRows.isExact(node, norm.axis(), out);
    }
    if (op instanceof RmsNorm norm) {
      return ExactRows.isExact(node, norm.axis(), out);
    }
    if (op instanceof Reduce reduce) {
      boolean picks = reduce.kind() == ReduceKind.MAX || reduce.kind() == ReduceKind.MIN;
      return picks || ExactRows.isExact(node, reduce, out);
    }
    return !(op instanceof MatMul || op instanceof Conv || op instanceof LogSoftmax);
  }

  private static boolean isExact(UnaryKind kind, ElementType type) {
    return switch (kind) {
      case LOG, SIN, COS, SOFTPLUS -> false;
      default -> type == ElementType.F32 || !ExactFunctions.isExact(kind);
    };
  }

  /** The exponent, if it is one constant; ONNX Runtime squares by multiplying. */
  private static float exponent(Node node, OnnxGraph out) {
    return out.constant(node.input(1))
        .filter(t -> t.size() == 1 && t.type() == ElementType.F32)
        .map(Tensor::floats)
        .map(f -> f[0])
        .orElse(Float.NaN);
  }
}
