package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts the constant operand of a sum or product to the right, so that a bias or a factor stands in
 * one place.
 *
 * <pre>
 * %2 = add(%1, %0)   // %1 constant, %0 not
 * →
 * %2 = add(%0, %1)
 * </pre>
 */
final class ConstantOperandRight implements Rule {
  @Override
  public String name() {
    return "constant-operand-right";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    boolean commutes =
        node.op() instanceof Binary b && (b.kind() == BinaryKind.ADD || b.kind() == BinaryKind.MUL);
    if (!commutes
        || !Patterns.isWeights(graph, node.input(0))
        || Patterns.isWeights(graph, node.input(1))) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value swapped = patch.add(node.name(), node.op(), node.input(1), node.input(0));
    return Optional.of(patch.redirect(node.output(), swapped).because(""));
  }
}
