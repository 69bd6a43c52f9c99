package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Writes the target of a reshape as a constant where the shapes decide it, so that the arithmetic
 * behind it goes: 0 for a dimension that stays, −1 for one that follows.
 *
 * <pre>
 * %0 "x" = input : f32[batch,seq,384]
 * %5 = … : i64[4]   // batch, seq, 12, 32, computed from shape(%0)
 * %6 = reshape(%0, %5) {allow_zero=0} : f32[batch,seq,12,32]
 * →
 * %5 = constant {value=i64[4] [0, 0, 12, 32]}
 * %6 = reshape(%0, %5) {allow_zero=0} : f32[batch,seq,12,32]
 * </pre>
 *
 * (If a dimension is 0 at run time, so is the number of elements, and 0 may mean another shape.)
 */
final class ConstantReshape implements Rule {
  @Override
  public String name() {
    return "constant-reshape-target";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape) || graph.constant(node.input(1)).isPresent()) {
      return Optional.empty();
    }
    Optional<Tensor> target =
        Shapes.reshapeTarget(graph.fact(node.input(0)).shape(), node.fact().shape());
    if (target.isEmpty()) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value shape = patch.constant(node.name() + ".shape", target.get());
    Value reshaped = patch.add(node.name(), new Reshape(false), node.input(0), shape);
    // With −1 the inference may lose a symbol that the arithmetic told it.
    return patch.fact(reshaped).shape().equals(node.fact().shape())
        ? Optional.of(patch.redirect(node.output(), reshaped).because(""))
        : Optional.empty();
  }
}
