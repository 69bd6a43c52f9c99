package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Unsqueeze;

/**
 * What ONNX Runtime's optimizer makes of encoders: Attention, MultiHeadAttention and
 * EmbedLayerNormalization of com.microsoft. Left to the host: a past, packed inputs, sparse masks.
 */
final class MicrosoftConverters {
  static final Map<String, Converter> ALL = new HashMap<>();

  private static final float FILTER = -10000;

  static {
    ALL.put("Attention", MicrosoftConverters::attention);
    ALL.put("MultiHeadAttention", MicrosoftConverters::multiHead);
    ALL.put("EmbedLayerNormalization", MicrosoftConverters::embed);
  }

  private MicrosoftConverters() {}

  /** Inputs: x {@code [B,S,H]}, weights {@code [H,3H]}, bias, mask, past, attention bias. */
  private static List<Value> attention(OnnxNode n) {
    Shape weights = n.shape(1);
    int heads = n.attributes().whole("num_heads", 0);
    int columns =
        weights.known() && weights.rank() == 2 ? AttentionConverters.fixed(weights.dim(1)) : 0;
    List<Integer> sizes =
        n.attributes()
            .wholes("qkv_hidden_sizes")
            .orElse(List.of(columns / 3, columns / 3, columns / 3));
    boolean plain =
        heads > 0
            && columns > 0
            && sizes.size() == 3
            && sizes.stream().mapToInt(Integer::intValue).sum() == columns
            && sizes.stream().allMatch(s -> s > 0 && s % heads == 0)
            && !n.hasInput(4)
            && !n.hasInput(6)
            && !n.attributes().flag("do_rotary", false)
            && !n.attributes().flag("past_present_share_buffer", false)
            && n.shape(0).known()
            && n.shape(0).rank() == 3
            && understandsMask(n, 3)
            && !n.usesOutputsFrom(1);
    if (!plain) {
      return Converter.LEAVE;
    }
    AttentionParts parts = new AttentionParts(n, n.fact(0).type());
    Value product = n.add("qkv", new MatMul(), n.require(0), n.require(1));
    Value qkv = n.hasInput(2) ? parts.add("biased", product, n.input(2)) : product;
    List<Value> split = n.addAll("split", new Split(-1, sizes), qkv);
    return attend(n, parts, split, heads, sizes.get(0) / heads, 3, 5);
  }

  /** Inputs: q, k, v {@code [B,S,H]}, bias, key padding mask, attention bias, past. */
  private static List<Value> multiHead(OnnxNode n) {
    int heads = n.attributes().whole("num_heads", 0);
    boolean plain = n.hasInput(1) && n.hasInput(2) && understandsMask(n, 4);
    for (int i = 6; i < n.inputs(); i++) {
      plain &= !n.hasInput(i);
    }
    for (int i = 0; plain && i < 3; i++) {
      plain = n.shape(i).known() && n.shape(i).rank() == 3 && n.shape(i).dim(2).isFixed();
    }
    if (!plain || heads < 1 || n.usesOutputsFrom(1)) {
      return Converter.LEAVE;
    }
    int width = AttentionConverters.fixed(n.shape(0).dim(2));
    int valueWidth = AttentionConverters.fixed(n.shape(2).dim(2));
    if (width % heads != 0 || valueWidth % heads != 0) {
      return Converter.LEAVE;
    }
    AttentionParts parts = new AttentionParts(n, n.fact(0).type());
    Value q = n.require(0);
    Value k = n.require(1);
    Value v = n.require(2);
    if (n.hasInput(3)) {
      List<Value> biases =
          n.addAll("bias", new Split(0, List.of(width, width, valueWidth)), n.input(3));
      q = parts.add("q_biased", q, biases.get(0));
      k = parts.add("k_biased", k, biases.get(1));
      v = parts.add("v_biased", v, biases.get(2));
    }
    return attend(n, parts, List.of(q, k, v), heads, width / heads, 4, 5);
  }

  private static List<Value> attend(
      OnnxNode n,
      AttentionParts parts,
      List<Value> qkv,
      int heads,
      int size,
      int maskAt,
      int biasAt) {
    Value q = parts.splitHeads("q", qkv.get(0), heads);
    Value k = parts.splitHeads("k", qkv.get(1), heads);
    Value v = parts.splitHeads("v", qkv.get(2), heads);
    float scale = n.attributes().real("scale", 0);
    Value scores = parts.scores(q, k, scale == 0 ? (float) (1 / Math.sqrt(size)) : scale);
    if (n.hasInput(biasAt)) {
      scores = parts.add("with_bias", scores, n.input(biasAt));
    }
    if (n.hasInput(maskAt)) {
      float filter = n.attributes().real("mask_filter_value", FILTER);
      scores = parts.add("masked", scores, parts.penalty(mask(n, parts, k, maskAt), filter));
    }
    if (n.attributes().flag("unidirectional", false)) {
      scores = parts.causal(scores, q, k);
    }
    Value context = n.add("context", new MatMul(), parts.weights(scores), v);
    return List.of(parts.mergeHeads(context));
  }

  /** Per key {@code [B,L]}, per pair {@code [B,S,L]}, or the number of keys of each row. */
  private static boolean understandsMask(OnnxNode n, int at) {
    if (!n.hasInput(at)) {
      return true;
    }
    Shape mask = n.shape(at);
    Shape x = n.shape(0);
    return mask.known()
        && (mask.rank() == 2
            || mask.rank() == 3
            || (mask.rank() == 1 && x.known() && mask.dim(0).equals(x.dim(0))));
  }

  /** The mask as {@code [B,1,1,L]} or {@code [B,1,S,L]}. */
  private static Value mask(OnnxNode n, AttentionParts parts, Value keys, int at) {
    Value mask = n.input(at);
    int rank = n.shape(at).rank();
    if (rank == 1) {
      Value counts = n.add("counts", new Cast(ElementType.I64), mask);
      Value columns = n.add("count", new Unsqueeze(List.of(1, 2, 3)), counts);
      Value positions = parts.range("key", parts.size("key", keys, 2));
      return n.add("inside", new Binary(BinaryKind.LESS), positions, columns);
    }
    return n.add("mask", new Unsqueeze(rank == 2 ? List.of(1, 2) : List.of(1)), mask);
  }

  /**
   * Inputs: ids, segments, word, position and segment table, γ, β, mask, positions. Output 1 is the
   * number of tokens of each row that the mask keeps.
   */
  private static List<Value> embed(OnnxNode n) {
    boolean counts = n.usesOutput(1);
    if (!n.hasInput(6) || (counts && !n.hasInput(7))) {
      return Converter.LEAVE;
    }
    AttentionParts parts = new AttentionParts(n, n.fact(2).type());
    Value words = n.add("words", new Gather(0), n.require(2), n.require(0));
    Value sum = parts.add("placed", words, positions(n, parts));
    if (n.hasInput(1) && n.hasInput(4)) {
      Value segments = n.add("segments", new Gather(0), n.input(4), n.input(1));
      sum = parts.add("sum", sum, segments);
    }
    float epsilon = n.attributes().real("epsilon", 1e-12f);
    Value norm = n.result(new LayerNorm(-1, epsilon), sum, n.require(5), n.require(6));
    return List.of(norm, counts ? kept(n) : norm, sum);
  }

  private static Value kept(OnnxNode n) {
    Value one = n.scalar("one", n.fact(7).type(), 1);
    Value kept = n.add("kept", new Binary(BinaryKind.EQUAL), n.input(7), one);
    Value ones = n.add("ones", new Cast(ElementType.I32), kept);
    return n.add("counts", new Reduce(ReduceKind.SUM, List.of(1), false), ones);
  }

  private static Value positions(OnnxNode n, AttentionParts parts) {
    if (n.hasInput(8)) {
      return n.add("positions", new Gather(0), n.require(3), n.input(8));
    }
    Value length = parts.size("length", n.require(0), 1);
    Value end = n.add("end", new Unsqueeze(List.of(0)), length);
    Value start = n.constant("start", Tensor.of(new long[1], 1));
    return n.add("positions", new Slice(), n.require(3), start, end);
  }
}
