package org.spikezip.frontend.onnx.importer;

import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.op.Where;

/**
 * The pieces that every fused attention operator is made of. B batch, N heads, S queries, L keys.
 */
final class AttentionParts {
  private final OnnxNode n;
  private final ElementType type;

  /**
   * @param n the fused node
   * @param type element type of its floats
   */
  AttentionParts(OnnxNode n, ElementType type) {
    this.n = n;
    this.type = type;
  }

  /** {@code [B,S,N·D]} as {@code [B,N,S,D]}. */
  Value splitHeads(String suffix, Value x, int heads) {
    Value target = n.vector(suffix + "_dims", List.of(0, 0, heads, -1));
    Value parted = n.add(suffix + "_parted", new Reshape(false), x, target);
    return n.add(suffix + "_heads", new Transpose(List.of(0, 2, 1, 3)), parted);
  }

  /** {@code [B,N,S,D]} as {@code [B,S,N·D]}, the node's first output. */
  Value mergeHeads(Value x) {
    Value rows = n.add("rows", new Transpose(List.of(0, 2, 1, 3)), x);
    return n.result(new Reshape(false), rows, n.vector("merged", List.of(0, 0, -1)));
  }

  /** Each head of {@code [B,M,L,D]} as often in a row as makes N of them. */
  Value repeatHeads(String suffix, Value x, int heads, int times, int size) {
    if (times == 1) {
      return x;
    }
    Value apart = n.add(suffix + "_apart", new Unsqueeze(List.of(2)), x);
    Value counts = n.vector(suffix + "_times", List.of(1, 1, times, 1, 1));
    Value wide = n.add(suffix + "_wide", new Expand(), apart, counts);
    Value target = n.vector(suffix + "_target", List.of(0, heads, -1, size));
    return n.add(suffix + "_repeated", new Reshape(false), wide, target);
  }

  /** QKᵀ·scale, {@code [B,N,S,L]}. */
  Value scores(Value q, Value k, float scale) {
    Value keys = n.add("keys", new Transpose(List.of(0, 1, 3, 2)), k);
    Value products = n.add("products", new MatMul(), q, keys);
    return n.add("scaled", new Binary(BinaryKind.MUL), products, n.scalar("scale", type, scale));
  }

  /** Scores where the mask is true, −∞ elsewhere. */
  Value keepWhere(String suffix, Value mask, Value scores) {
    Value never = n.scalar(suffix + "_never", type, Double.NEGATIVE_INFINITY);
    return n.add(suffix + "_kept", new Where(), mask, scores, never);
  }

  Value add(String suffix, Value a, Value b) {
    return n.add(suffix, new Binary(BinaryKind.ADD), a, b);
  }

  /** Scores with −∞ where a key comes after its query. */
  Value causal(Value scores, Value q, Value k) {
    Value rows = n.add("row", new Unsqueeze(List.of(1)), positions("queries", q));
    Value mask =
        n.add("causal", new Binary(BinaryKind.GREATER_OR_EQUAL), rows, positions("positions", k));
    return keepWhere("causal", mask, scores);
  }

  /** 0, 1, … up to the size of axis 2. */
  private Value positions(String suffix, Value x) {
    return range(suffix, size(suffix, x, 2));
  }

  /** 0, 1, … before a scalar of type i64. */
  Value range(String suffix, Value limit) {
    Value zero = n.scalar(suffix + "_zero", ElementType.I64, 0);
    return n.add(suffix, new Range(), zero, limit, n.scalar(suffix + "_one", ElementType.I64, 1));
  }

  /** The size of an axis, a scalar of type i64. */
  Value size(String suffix, Value x, int axis) {
    Value shape = n.add(suffix + "_shape", new ShapeOf(), x);
    Value index = n.scalar(suffix + "_axis", ElementType.I64, axis);
    return n.add(suffix + "_size", new Gather(0), shape, index);
  }

  /** 0 where an integer mask is not zero, the filter value elsewhere. */
  Value penalty(Value mask, float filter) {
    Value open =
        n.fact(mask).type() == ElementType.BOOL
            ? mask
            : n.add("open", new Cast(ElementType.BOOL), mask);
    Value zero = n.scalar("zero", type, 0);
    return n.add("penalty", new Where(), open, zero, n.scalar("filter", type, filter));
  }

  /** How much each query takes from each key, {@code [B,N,S,L]}. */
  Value weights(Value scores) {
    return n.add("weights", new Softmax(-1), scores);
  }

  /** As {@link #weights}, with 0 where all keys are masked. */
  Value robustWeights(Value scores) {
    Value raw = n.add("raw_weights", new Softmax(-1), scores);
    Value undefined = n.add("undefined", new Unary(UnaryKind.IS_NAN), raw);
    return n.add("weights", new Where(), undefined, n.scalar("nothing", type, 0), raw);
  }
}
