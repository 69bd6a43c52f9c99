package org.spikezip.backend.simulator;

import java.util.EnumMap;
import java.util.Map;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * How many float operations an element of a result takes, by docs/float-functions.md: additions,
 * multiplications, divisions and comparisons alike.
 */
final class FloatOperations {
  private static final int EXP = 21;
  private static final Map<UnaryKind, Integer> UNARY = new EnumMap<>(UnaryKind.class);

  static {
    UNARY.put(UnaryKind.EXP, EXP);
    UNARY.put(UnaryKind.ERF, 31 + EXP);
    UNARY.put(UnaryKind.GELU, 35 + EXP);
    UNARY.put(UnaryKind.TANH, 21 + EXP);
    UNARY.put(UnaryKind.GELU_TANH, 29 + EXP);
    UNARY.put(UnaryKind.SIGMOID, 2 + EXP);
    UNARY.put(UnaryKind.SILU, 2 + EXP);
    UNARY.put(UnaryKind.SOFTPLUS, 23 + EXP);
    UNARY.put(UnaryKind.LOG, 20);
    UNARY.put(UnaryKind.SIN, 20);
    UNARY.put(UnaryKind.COS, 20);
    UNARY.put(UnaryKind.RSQRT, 2);
  }

  private FloatOperations() {}

  /**
   * Operations for one element of the node's first output.
   *
   * @param state to look at operands
   */
  static double perElement(Node node, NetworkState state) {
    Op op = node.op();
    if (op instanceof Unary unary) {
      return UNARY.getOrDefault(unary.kind(), 1);
    }
    if (op instanceof Softmax) {
      return EXP + 4.0;
    }
    if (op instanceof LogSoftmax) {
      return EXP + 4.0;
    }
    if (op instanceof LayerNorm) {
      return 7;
    }
    if (op instanceof RmsNorm) {
      return 4;
    }
    if (op instanceof Reduce) {
      return (double) state.value(node.input(0)).size()
          / Math.max(1, state.value(node.output()).size());
    }
    if (op instanceof MatMul) {
      return 2.0 * state.value(node.input(0)).dim(-1);
    }
    if (op instanceof Conv) {
      Tensor weights = state.value(node.input(1));
      return 2.0 * weights.size() / Math.max(1, weights.dim(0));
    }
    return op instanceof Binary || op instanceof Decode || op instanceof Clip ? 1 : 0;
  }
}
