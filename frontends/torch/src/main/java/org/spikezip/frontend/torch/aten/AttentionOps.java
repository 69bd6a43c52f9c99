package org.spikezip.frontend.torch.aten;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;

/** Scaled dot-product attention in one call, so that its products can spike. */
final class AttentionOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("scaled_dot_product_attention", n -> attention(n, 3, 4, 5, 6, n.flag(7)));
    ALL.put("_scaled_dot_product_flash_attention_for_cpu", AttentionOps::flash);
  }

  private AttentionOps() {}

  private static List<Object> flash(AtenNode n) {
    List<Object> result = attention(n, 5, 3, 4, 6, false);
    // The logarithms of the sums are for training.
    return Arrays.asList(result.get(0), null);
  }

  private static List<Object> attention(
      AtenNode n, int mask, int dropout, int causal, int scale, boolean grouped) {
    if (n.real(dropout) != 0) {
      throw n.unsupported(
          "attention with dropout " + n.real(dropout) + "; call model.eval() before exporting");
    }
    ElementType type = n.type(0);
    Attention parts = new Attention(n, type);
    Value q = n.value(0);
    Value k = n.value(1);
    Value v = n.value(2);
    if (grouped) {
      int heads = RouteOps.fixedSize(n, q, n.shape(q).rank() - 3);
      k = parts.repeatHeads("k", k, heads);
      v = parts.repeatHeads("v", v, heads);
    }
    double factor = n.has(scale) ? n.real(scale) : parts.usualScale(q);
    if (factor < 0) {
      throw n.unsupported("attention with the negative scale " + factor);
    }
    Value scores = parts.scores(q, k, factor);
    if (n.flag(causal)) {
      scores = parts.add("causal_scores", scores, parts.penalty(parts.causal(q, k)));
    }
    if (n.has(mask)) {
      boolean keeps = n.type(mask) == ElementType.BOOL;
      Value penalty = keeps ? parts.penalty(n.value(mask)) : n.value(mask, type);
      scores = parts.add("masked", scores, penalty);
    }
    Value weights = n.has(mask) ? parts.safeWeights(scores) : parts.weights(scores);
    return n.tensors(n.result(new MatMul(), weights, v));
  }
}
