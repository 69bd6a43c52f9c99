package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts SiLU together. (x·sigmoid(1.702x), the quick GELU, is another function and stays.)
 *
 * <pre>
 * %1 = sigmoid(%0)
 * %2 = mul(%0, %1)
 * →
 * %2 = silu(%0)
 * </pre>
 */
final class FuseSilu implements Rule {
  private static final double[] X = {0, 1};
  private static final Activation SILU = new Activation(UnaryKind.SIGMOID, X, new double[0], X);

  @Override
  public String name() {
    return "fuse-silu";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    return SILU.fuse(graph, node, UnaryKind.SILU);
  }
}
