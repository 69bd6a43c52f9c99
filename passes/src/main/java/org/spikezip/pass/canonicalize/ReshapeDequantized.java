package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Reshapes the codes of constant weights instead of their values, where the axis of the scales
 * stays the first.
 *
 * <pre>
 * %3 = dequantize_linear(%0, %1, %2) {axis=0, block_size=0} : f32[8,3,2,2]   // all constant
 * %5 = reshape(%3, %4) : f32[8,12]
 * →
 * %3 = reshape(%0, %4)
 * %5 = dequantize_linear(%3, %1, %2) {axis=0, block_size=0} : f32[8,12]
 * </pre>
 */
final class ReshapeDequantized implements Rule {
  @Override
  public String name() {
    return "reshape-dequantized";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape)
        || !Patterns.isDequantizedConstant(graph, node.input(0))
        || graph.constant(node.input(1)).isEmpty()
        || !node.fact().shape().isFixed()) {
      return Optional.empty();
    }
    Node before = graph.node(node.input(0));
    DequantizeLinear op = (DequantizeLinear) before.op();
    Shape from = before.fact().shape();
    Shape to = node.fact().shape();
    boolean perTensor = graph.fact(before.input(1)).shape().elements().equals(Dim.of(1));
    boolean perFirst =
        (op.axis() == 0 || op.axis() == -from.rank())
            && to.rank() > 0
            && from.dim(0).equals(to.dim(0));
    if (op.blockSize() != 0 || !(perTensor || perFirst)) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    List<Value> inputs = new ArrayList<>(before.inputs());
    String label = graph.node(before.input(0)).name();
    inputs.set(0, patch.add(label, node.op(), before.input(0), node.input(1)));
    Value result = patch.add(node.name(), new DequantizeLinear(0, 0), inputs).get(0);
    return Optional.of(patch.redirect(node.output(), result).because(""));
  }
}
