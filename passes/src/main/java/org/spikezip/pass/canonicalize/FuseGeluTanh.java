package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts GELU by Tanh together, ½x(1 + tanh(√(2/π)·(x + 0.044715x³))), in whatever order it was
 * multiplied out; the "new GELU" of GPT-2.
 *
 * <pre>
 * %2 = pow(%0, %1)    // by 3
 * %4 = mul(%2, %3)    // 0.044715
 * %5 = add(%0, %4)
 * %7 = mul(%5, %6)    // 0.797884
 * %8 = tanh(%7)
 * %10 = add(%8, %9)   // 1
 * %12 = mul(%0, %11)  // 0.5
 * %13 = mul(%12, %10)
 * →
 * %13 = gelu_tanh(%0)
 * </pre>
 */
final class FuseGeluTanh implements Rule {
  private static final double[] HALF_X = {0, 0.5};
  private static final double SLOPE = Math.sqrt(2 / Math.PI);
  private static final Activation GELU =
      new Activation(UnaryKind.TANH, new double[] {0, SLOPE, 0, SLOPE * 0.044715}, HALF_X, HALF_X);

  @Override
  public String name() {
    return "fuse-gelu-tanh";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    return GELU.fuse(graph, node, UnaryKind.GELU_TANH);
  }
}
