package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.rewrite.GraphPatch;

/** Scale or bias of a normalization: one number for each normalized element. */
final class NormParameter {
  private NormParameter() {}

  /**
   * The value that stands for {@code operand}, which is multiplied with or added to the output of
   * {@code norm}, as a parameter of {@code norm} itself: constant, of the shape of the normalized
   * axes. Empty if it is not of that kind.
   */
  static Optional<Value> fit(Graph graph, GraphPatch.Builder patch, Node norm, Value operand) {
    Shape x = norm.fact().shape();
    Shape parameter = graph.fact(operand).shape();
    if (!Patterns.isWeights(graph, operand)
        || !x.known()
        || graph.fact(operand).type() != norm.fact().type()
        || parameter.rank() > x.rank()) {
      return Optional.empty();
    }
    int first = x.axis(norm.op() instanceof LayerNorm l ? l.axis() : ((RmsNorm) norm.op()).axis());
    Shape wanted = Shape.of(x.dims().subList(first, x.rank()));
    if (!wanted.isFixed() || !parameter.isFixed()) {
      return Optional.empty();
    }
    if (parameter.equals(wanted)) {
      return Optional.of(operand);
    }
    int leading = parameter.rank() - wanted.rank();
    Optional<Tensor> constant = graph.constant(operand);
    boolean padded =
        leading > 0
            && Shape.of(parameter.dims().subList(leading, parameter.rank())).equals(wanted)
            && parameter.elements().equals(wanted.elements());
    return padded
        ? constant.map(
            t ->
                patch.constant(graph.node(operand).name(), t.reshape(wanted.sizes().orElseThrow())))
        : Optional.empty();
  }
}
