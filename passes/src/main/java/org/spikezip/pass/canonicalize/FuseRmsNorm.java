package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts a root-mean-square normalization together, as LLaMA has it; {@link AbsorbScale} then takes
 * in the weights.
 *
 * <pre>
 * %2 = pow(%0, %1)      // by 2
 * %3 = reduce(%2) {axes=[-1], keep_dims=1, kind="mean"}
 * %5 = add(%3, %4)      // ε
 * %6 = rsqrt(%5)
 * %7 = mul(%0, %6)
 * →
 * %1 = constant {value=f32[4] splat(1.0)}
 * %7 = rms_norm(%0, %1) {axis=-1, epsilon=1.0E-6}
 * </pre>
 */
final class FuseRmsNorm implements Rule {
  @Override
  public String name() {
    return "fuse-rms-norm";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Optional<RootMeanSquare> normal = RootMeanSquare.of(graph, node);
    if (normal.isEmpty() || FuseLayerNorm.centered(graph, normal.get()).isPresent()) {
      return Optional.empty();
    }
    RootMeanSquare n = normal.get();
    Optional<int[]> sizes = n.normalizedSizes(graph);
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value scale = patch.constant(node.name() + ".scale", FuseLayerNorm.ones(sizes.get()));
    Value fused = patch.add(node.name(), new RmsNorm(n.first(), n.epsilon()), n.x(), scale);
    return Optional.of(patch.redirect(node.output(), fused).because(node.name()));
  }
}
