package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes the multiplication by weights after a normalization of scale 1 into it.
 *
 * <pre>
 * %1 = constant {value=f32[4] splat(1.0)}
 * %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
 * %3 = constant {value=f32[4] random(1)}
 * %4 = mul(%2, %3)
 * →
 * %4 = layer_norm(%0, %3) {axis=-1, epsilon=1.0E-5}
 * </pre>
 *
 * <p>Not where the normalized value has other users, which would make it be computed twice.
 */
final class AbsorbScale implements Rule {
  @Override
  public String name() {
    return "absorb-scale";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Binary b) || b.kind() != BinaryKind.MUL) {
      return Optional.empty();
    }
    for (Value operand : node.inputs()) {
      Value scale = Patterns.other(node, operand).orElseThrow();
      Node norm = graph.node(operand);
      if (uses.isSingle(operand) && isUnscaled(graph, norm)) {
        GraphPatch.Builder patch = GraphPatch.on(graph);
        Optional<Value> fitted = NormParameter.fit(graph, patch, norm, scale);
        if (fitted.isPresent()) {
          Value fused = patch.add(node.name(), norm.op(), norm.input(0), fitted.get());
          return Optional.of(patch.redirect(node.output(), fused).because(""));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isUnscaled(Graph graph, Node norm) {
    boolean plain = norm.op() instanceof RmsNorm || norm.op() instanceof LayerNorm;
    return plain
        && !norm.hasInput(2)
        && norm.fact().type() == ElementType.F32
        && graph.constant(norm.input(1)).filter(t -> Splat.is(t, 1)).isPresent();
  }
}
