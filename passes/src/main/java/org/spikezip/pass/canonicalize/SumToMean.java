package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes a mean of a sum that is divided by the number of what it adds.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = reduce(%0) {axes=[1], keep_dims=1, kind="sum"} : f32[batch,1]
 * %2 = constant {value=f32[] [4.0]}
 * %3 = div(%1, %2)
 * →
 * %3 = reduce(%0) {axes=[1], keep_dims=1, kind="mean"} : f32[batch,1]
 * </pre>
 */
final class SumToMean implements Rule {
  @Override
  public String name() {
    return "sum-to-mean";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Binary b) || b.kind() != BinaryKind.DIV) {
      return Optional.empty();
    }
    Node sum = graph.node(node.input(0));
    OptionalDouble divisor = Patterns.scalar(graph, node.input(1));
    if (!(sum.op() instanceof Reduce r) || r.kind() != ReduceKind.SUM || divisor.isEmpty()) {
      return Optional.empty();
    }
    Dim count = added(graph.fact(sum.input(0)).shape(), r.axes());
    boolean mean = count.isFixed() && count.size() == divisor.getAsDouble();
    if (!mean || graph.fact(node.input(1)).shape().rank() > sum.fact().shape().rank()) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Reduce op = new Reduce(ReduceKind.MEAN, r.axes(), r.keepDims());
    Value made = patch.add(node.name(), op, sum.input(0));
    return Optional.of(patch.redirect(node.output(), made).because(""));
  }

  private static Dim added(Shape shape, List<Integer> axes) {
    return !shape.known() || axes.isEmpty()
        ? shape.elements()
        : axes.stream().map(shape::dim).reduce(Dim.of(1), Dim::times);
  }
}
