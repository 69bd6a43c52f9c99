package org.spikezip.pass.quantize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Divides attention weights by the largest of their row before they are quantized, and multiplies
 * the product again: each row then uses all codes, however many positions share the attention.
 *
 * <pre>
 * %y = matmul(%p, %v)
 * →
 * %m = max(reduce(%p) {axes=[-1], keep_dims=1, kind="max"}, 1e-30)
 * %s = div(%p, %m)
 * %t = matmul(%s, %v)
 * %y = mul(%t, %m)
 * </pre>
 */
final class SpreadProbabilities implements Rule {
  /** How the names of the divisions end. */
  static final String SPREAD = ".spread";

  /** Rows that are masked all over are zeros, and stay so. */
  private static final float LEAST = 1e-30f;

  @Override
  public String name() {
    return "spread-probabilities";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof MatMul) || node.fact().type() != ElementType.F32) {
      return Optional.empty();
    }
    Value p = node.input(0);
    boolean done = graph.node(p).name().endsWith(SPREAD);
    boolean weights = graph.constant(node.input(1)).isPresent();
    if (done || weights || !new Attention(graph, uses).isProbability(p)) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value largest =
        patch.add(node.name() + ".largest", new Reduce(ReduceKind.MAX, List.of(-1), true), p);
    Value least = patch.constant(node.name() + ".least", Tensor.scalar(LEAST));
    Value m = patch.add(node.name() + ".unit", new Binary(BinaryKind.MAX), largest, least);
    Value s = patch.add(node.name() + SPREAD, new Binary(BinaryKind.DIV), p, m);
    Value t = patch.add(node.name() + ".codes", new MatMul(), s, node.input(1));
    Value y = patch.add(node.name(), new Binary(BinaryKind.MUL), t, m);
    return Optional.of(patch.redirect(node.output(), y).because(""));
  }
}
