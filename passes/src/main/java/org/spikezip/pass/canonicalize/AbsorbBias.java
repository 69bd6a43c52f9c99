package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes the addition of a bias after a layer normalization without one into it.
 *
 * <pre>
 * %2 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
 * %3 = constant {value=f32[4] random(1)}
 * %4 = add(%2, %3)
 * →
 * %4 = layer_norm(%0, %1, %3) {axis=-1, epsilon=1.0E-5}
 * </pre>
 *
 * <p>Not where the value before has other users, which would make it be computed twice.
 */
final class AbsorbBias implements Rule {
  @Override
  public String name() {
    return "absorb-bias";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Binary b) || b.kind() != BinaryKind.ADD) {
      return Optional.empty();
    }
    for (Value operand : node.inputs()) {
      Value bias = Patterns.other(node, operand).orElseThrow();
      Node norm = graph.node(operand);
      if (uses.isSingle(operand) && norm.op() instanceof LayerNorm && !norm.hasInput(2)) {
        GraphPatch.Builder patch = GraphPatch.on(graph);
        Optional<Value> fitted = NormParameter.fit(graph, patch, norm, bias);
        if (fitted.isPresent()) {
          Value fused =
              patch.add(node.name(), norm.op(), norm.input(0), norm.input(1), fitted.get());
          return Optional.of(patch.redirect(node.output(), fused).because(""));
        }
      }
    }
    return Optional.empty();
  }
}
