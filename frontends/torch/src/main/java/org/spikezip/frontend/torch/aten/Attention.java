package org.spikezip.frontend.torch.aten;

import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.op.Where;

/** The pieces of attention. Q is {@code […,S,D]}, K {@code […,L,D]}; the axis before S is heads. */
final class Attention {
  private final AtenNode n;
  private final ElementType type;

  Attention(AtenNode n, ElementType type) {
    this.n = n;
    this.type = type;
  }

  /** QKᵀ·scale; each factor takes the root of the scale, as torch does it. */
  Value scores(Value q, Value k, double scale) {
    Value root = n.scalar("scale", type, Math.sqrt(scale));
    Binary mul = new Binary(BinaryKind.MUL);
    Value queries = n.add("queries", mul, q, root);
    Value keys = n.add("keys", mul, LinearOps.transposed(n, "keys", k), root);
    return n.add("scores", new MatMul(), queries, keys);
  }

  /** The usual scale, 1/√D. */
  double usualScale(Value q) {
    return 1 / Math.sqrt(RouteOps.fixedSize(n, q, -1));
  }

  /** −∞ where a boolean mask is false, else 0. */
  Value penalty(Value keep) {
    Value open = n.scalar("open", type, 0);
    return n.add("penalty", new Where(), keep, open, never());
  }

  /** −∞ where a boolean mask is true, else 0. */
  Value penaltyWhere(Value masked) {
    return n.add("penalty", new Where(), masked, never(), n.scalar("open", type, 0));
  }

  private Value never() {
    return n.scalar("never", type, Double.NEGATIVE_INFINITY);
  }

  Value add(String suffix, Value scores, Value penalty) {
    return n.add(suffix, new Binary(BinaryKind.ADD), scores, penalty);
  }

  /** True where a key does not come after its query, {@code [S,L]}. */
  Value causal(Value q, Value k) {
    Value rows = n.add("rows", new Unsqueeze(List.of(1)), positions("row", q));
    return n.add("causal", new Binary(BinaryKind.GREATER_OR_EQUAL), rows, positions("column", k));
  }

  private Value positions(String suffix, Value x) {
    Value size = new Sizes(n).scalar(x, n.shape(x).rank() - 2, suffix);
    Value zero = n.scalar(suffix + "_zero", ElementType.I64, 0);
    Value one = n.scalar(suffix + "_one", ElementType.I64, 1);
    return n.add(suffix, new Range(), zero, size, one);
  }

  /** How much each query takes from each key. */
  Value weights(Value scores) {
    return n.add("weights", new Softmax(-1), scores);
  }

  /** As {@link #weights}, with 0 where all keys are masked. */
  Value safeWeights(Value scores) {
    Value raw = n.add("raw_weights", new Softmax(-1), scores);
    Value undefined = n.add("undefined", new Unary(UnaryKind.IS_NAN), raw);
    return n.add("weights", new Where(), undefined, n.scalar("nothing", type, 0), raw);
  }

  /** Each head as often in a row as makes as many as the queries have. */
  Value repeatHeads(String suffix, Value x, int heads) {
    int rank = n.shape(x).rank();
    int axis = rank - 3;
    int have = RouteOps.fixedSize(n, x, axis);
    if (have == heads) {
      return x;
    }
    if (have == 0 || heads % have != 0) {
      throw n.malformed(heads + " heads of queries do not fit " + have + " of keys");
    }
    List<Object> sizes = new Sizes(n).all(x, suffix + "_size");
    Value apart = n.add(suffix + "_apart", new Unsqueeze(List.of(axis + 1)), x);
    List<Object> wide = new java.util.ArrayList<>(sizes);
    wide.add(axis + 1, (long) (heads / have));
    Value wideShape = new Sizes(n).vector(wide, suffix + "_wide_sizes");
    Value repeated = n.add(suffix + "_wide", new Expand(), apart, wideShape);
    sizes.set(axis, (long) heads);
    return new Sizes(n).reshaped(suffix + "_repeated", repeated, sizes);
  }

  /** {@code [B,S,N·D]} as {@code [B,N,S,D]}. */
  Value splitHeads(String suffix, Value x, int heads) {
    Value dims = n.vector(suffix + "_dims", List.of(0, 0, heads, -1));
    Value parted = n.add(suffix + "_parted", new Reshape(false), x, dims);
    return n.add(suffix + "_heads", new Transpose(List.of(0, 2, 1, 3)), parted);
  }

  /** {@code [B,N,S,D]} as {@code [B,S,N·D]}. */
  Value mergeHeads(Value x) {
    Value rows = n.add("merged_rows", new Transpose(List.of(0, 2, 1, 3)), x);
    return n.add("merged", new Reshape(false), rows, n.vector("merged_dims", List.of(0, 0, -1)));
  }
}
