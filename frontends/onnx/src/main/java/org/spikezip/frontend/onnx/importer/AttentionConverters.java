package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.MatMul;

/**
 * ONNX Attention-23, so that its products can spike. Left to the host: soft caps, a softmax in
 * another precision, lengths of padding, and causal masks with a past.
 */
final class AttentionConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    ONNX.put("Attention", AttentionConverters::attention);
  }

  private AttentionConverters() {}

  private static List<Value> attention(OnnxNode n) {
    Fact q = n.fact(0);
    Fact k = n.fact(1);
    boolean past = n.hasInput(4) || n.hasInput(5);
    boolean causal = n.attributes().flag("is_causal", false);
    int precision = n.attributes().whole("softmax_precision", 0);
    boolean plain =
        n.attributes().real("softcap", 0) == 0
            && (precision == 0 || (precision == 1 && q.type() == ElementType.F32))
            && !n.hasInput(6)
            && n.hasInput(4) == n.hasInput(5)
            && !(past && causal)
            && !n.usesOutput(3)
            && q.shape().known()
            && k.shape().known()
            && n.shape(2).known();
    if (!plain) {
      return Converter.LEAVE;
    }
    boolean flat = q.shape().rank() == 3;
    int heads = flat ? n.attributes().whole("q_num_heads", 0) : fixed(q.shape().dim(1));
    int kvHeads = flat ? n.attributes().whole("kv_num_heads", 0) : fixed(k.shape().dim(1));
    int size = headSize(q.shape(), heads, flat);
    int valueSize = headSize(n.shape(2), kvHeads, flat);
    if (heads < 1
        || kvHeads < 1
        || heads % kvHeads != 0
        || size < 1
        || valueSize < 1
        || !maskFits(n, past)) {
      return Converter.LEAVE;
    }
    AttentionParts parts = new AttentionParts(n, q.type());
    Value queries = flat ? parts.splitHeads("q", n.require(0), heads) : n.require(0);
    Value keys = flat ? parts.splitHeads("k", n.require(1), kvHeads) : n.require(1);
    Value values = flat ? parts.splitHeads("v", n.require(2), kvHeads) : n.require(2);
    if (past) {
      keys = n.add("all_keys", new Concat(2), n.input(4), keys);
      values = n.add("all_values", new Concat(2), n.input(5), values);
    }
    int times = heads / kvHeads;
    Value allKeys = parts.repeatHeads("k", keys, heads, times, size);
    Value allValues = parts.repeatHeads("v", values, heads, times, valueSize);
    float scale = n.attributes().real("scale", (float) (1 / Math.sqrt(size)));
    Value scores = parts.scores(queries, allKeys, scale);
    if (causal) {
      scores = parts.causal(scores, queries, allKeys);
    }
    if (n.hasInput(3)) {
      Value mask = n.input(3);
      scores =
          n.fact(3).type() == ElementType.BOOL
              ? parts.keepWhere("mask", mask, scores)
              : parts.add("masked", scores, mask);
    }
    // A row of which every key is masked takes nothing, rather than NaN.
    boolean robust = n.hasInput(3) && n.fact(3).type() == ElementType.BOOL;
    Value weights = robust ? parts.robustWeights(scores) : parts.weights(scores);
    Value result =
        flat
            ? parts.mergeHeads(n.add("context", new MatMul(), weights, allValues))
            : n.result(new MatMul(), weights, allValues);
    return List.of(result, keys, values);
  }

  /** A mask shorter than the keys is filled up with −∞, which is the host's to do. */
  private static boolean maskFits(OnnxNode n, boolean past) {
    if (!n.hasInput(3)) {
      return true;
    }
    Shape mask = n.shape(3);
    Shape keys = n.shape(1);
    Dim length = keys.dim(keys.rank() - 2);
    boolean comparable = mask.known() && mask.dim(-1).isFixed() && length.isFixed() && !past;
    return mask.known() && (!comparable || mask.dim(-1).equals(length));
  }

  private static int headSize(Shape shape, int heads, boolean flat) {
    int last = fixed(shape.dim(-1));
    return !flat ? last : heads < 1 || last % heads != 0 ? 0 : last / heads;
  }

  /** The number, or 0 where it is not known. */
  static int fixed(Dim dim) {
    return dim.isFixed() ? Math.toIntExact(dim.size()) : 0;
  }
}
