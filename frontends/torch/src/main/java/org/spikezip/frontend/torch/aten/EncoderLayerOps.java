package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Unsqueeze;

/** The fast path of torch.nn.TransformerEncoderLayer: a whole layer in one call. */
final class EncoderLayerOps {
  static final Map<String, Converter> ALL = new HashMap<>();
  private static final int SOURCE_MASK = 0;
  private static final int PADDING_MASK = 1;

  static {
    ALL.put("_transformer_encoder_layer_fwd", n -> n.tensors(new EncoderLayerOps(n).layer()));
    ALL.put("_native_multi_head_attention", EncoderLayerOps::multiHead);
  }

  private final AtenNode n;
  private final ElementType type;

  private EncoderLayerOps(AtenNode n) {
    this.n = n;
    this.type = n.type(0);
  }

  private Value layer() {
    Value x = n.value(0);
    boolean normFirst = n.flag(8);
    Value attended = attend(normFirst ? norm("norm1", x, 10) : x, n.whole(2), 3, 18, 19);
    x = add("residual1", x, attended);
    x = normFirst ? x : norm("norm1", x, 10);
    Value inner = normFirst ? norm("norm2", x, 12) : x;
    Value wide = LinearOps.linear(n, "ffn1", inner, n.value(14), n.value(15));
    UnaryKind kind = n.flag(7) ? UnaryKind.GELU : UnaryKind.RELU;
    Value active = n.add("activation", new Unary(kind), wide);
    Value narrow = LinearOps.linear(n, "ffn2", active, n.value(16), n.value(17));
    if (normFirst) {
      return n.result(new Binary(BinaryKind.ADD), x, narrow);
    }
    LayerNorm norm = new LayerNorm(-1, (float) n.real(9));
    return n.result(norm, add("residual2", x, narrow), n.value(12), n.value(13));
  }

  private Value norm(String suffix, Value x, int weight) {
    LayerNorm op = new LayerNorm(-1, (float) n.real(9));
    return n.add(suffix, op, x, n.value(weight), n.value(weight + 1));
  }

  private Value add(String suffix, Value a, Value b) {
    return n.add(suffix, new Binary(BinaryKind.ADD), a, b);
  }

  /** Self-attention with its projections, whose weights are four arguments in a row. */
  private Value attend(Value x, int heads, int weights, int mask, int kindAt) {
    Value qkv = LinearOps.linear(n, "qkv", x, n.value(weights), n.value(weights + 1));
    int size = RouteOps.fixedSize(n, qkv, -1) / 3;
    List<TorchValue> parts =
        RouteOps.parts(n, "qkv_parts", new Split(-1, List.of(size, size, size)), qkv);
    Attention attention = new Attention(n, type);
    Value q = attention.splitHeads("q", parts.get(0).value(), heads);
    Value k = attention.splitHeads("k", parts.get(1).value(), heads);
    Value v = attention.splitHeads("v", parts.get(2).value(), heads);
    Value scores = attention.scores(q, k, attention.usualScale(q));
    boolean masked = n.has(mask);
    if (masked) {
      Value penalty = attention.penaltyWhere(hidden(n.value(mask), kindAt));
      scores = attention.add("masked", scores, penalty);
    }
    Value taken = masked ? attention.safeWeights(scores) : attention.weights(scores);
    Value context = n.add("context", new MatMul(), taken, v);
    Value merged = attention.mergeHeads(context);
    return LinearOps.linear(n, "projection", merged, n.value(weights + 2), n.value(weights + 3));
  }

  /** The mask as booleans that broadcast to {@code [B,N,S,L]}: true where nothing is taken. */
  private Value hidden(Value mask, int kindAt) {
    Value hidden = n.cast("hidden", mask, ElementType.BOOL);
    int kind = n.has(kindAt) ? n.whole(kindAt) : -1;
    return switch (kind) {
      case SOURCE_MASK -> hidden;
      case PADDING_MASK -> n.add("keys_hidden", new Unsqueeze(List.of(1, 2)), hidden);
      default -> {
        if (n.shape(hidden).rank() != 4) {
          throw n.unsupported("a mask of kind " + kind + " and shape " + n.shape(hidden));
        }
        yield hidden;
      }
    };
  }

  private static List<Object> multiHead(AtenNode n) {
    boolean self = n.value(0).equals(n.value(1)) && n.value(0).equals(n.value(2)) && !n.flag(10);
    if (!self) {
      throw n.unsupported(
          "_native_multi_head_attention other than self-attention, or whose"
              + " weights are results");
    }
    Value result = new EncoderLayerOps(n).attend(n.value(0), n.whole(4), 5, 9, 12);
    return java.util.Arrays.asList(n.tensors(result).get(0), null);
  }
}
