package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts GELU by Erf together, ½x(1 + erf(x/√2)), in whatever order it was multiplied out.
 *
 * <pre>
 * %2 = div(%0, %1)    // by 1.4142
 * %3 = erf(%2)
 * %5 = add(%3, %4)    // 1
 * %6 = mul(%0, %5)
 * %8 = mul(%6, %7)    // 0.5
 * →
 * %8 = gelu(%0)
 * </pre>
 */
final class FuseGelu implements Rule {
  private static final double[] HALF_X = {0, 0.5};
  private static final Activation GELU =
      new Activation(UnaryKind.ERF, new double[] {0, Math.sqrt(0.5)}, HALF_X, HALF_X);

  @Override
  public String name() {
    return "fuse-gelu";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    return GELU.fuse(graph, node, UnaryKind.GELU);
  }
}
