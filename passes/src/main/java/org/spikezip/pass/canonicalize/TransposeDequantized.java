package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Transposes the codes of constant weights instead of their values, so that quantize finds the
 * integer weights right at the matrix product.
 *
 * <pre>
 * %3 = dequantize_linear(%0, %1, %2) {axis=0, block_size=0}   // all constant
 * %4 = transpose(%3) {perm=[1, 0]}
 * →
 * %3 = transpose(%0) {perm=[1, 0]}
 * %4 = dequantize_linear(%3, %1, %2) {axis=1, block_size=0}
 * </pre>
 */
final class TransposeDequantized implements Rule {
  @Override
  public String name() {
    return "transpose-dequantized";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Transpose t)
        || !Patterns.isDequantizedConstant(graph, node.input(0))) {
      return Optional.empty();
    }
    Node before = graph.node(node.input(0));
    DequantizeLinear op = (DequantizeLinear) before.op();
    int rank = t.perm().size();
    boolean perTensor = graph.fact(before.input(1)).shape().elements().equals(Dim.of(1));
    if (op.blockSize() != 0 || (!perTensor && (op.axis() < -rank || op.axis() >= rank))) {
      return Optional.empty();
    }
    int front = op.axis() < 0 ? op.axis() + rank : op.axis();
    int axis = perTensor ? op.axis() : t.perm().indexOf(front);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    List<Value> inputs = new ArrayList<>(before.inputs());
    inputs.set(0, patch.add(graph.node(before.input(0)).name(), t, before.input(0)));
    Value result = patch.add(node.name(), new DequantizeLinear(axis, 0), inputs).get(0);
    return Optional.of(patch.redirect(node.output(), result).because(""));
  }
}
