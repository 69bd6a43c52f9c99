package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes a slice of each part of a split: some exporters write one, some the other.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1:2 = split(%0) {axis=1, sizes=[1, 3]} : f32[batch,1], f32[batch,3]
 * →
 * %1 = slice(%0, [0], [1], [1]) : f32[batch,1]
 * %2 = slice(%0, [1], [4], [1]) : f32[batch,3]
 * </pre>
 */
final class SplitToSlices implements Rule {
  @Override
  public String name() {
    return "split-to-slices";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Split split)
        || split.sizes().size() < 2
        || !graph.fact(node.input(0)).shape().known()) {
      return Optional.empty();
    }
    int axis = graph.fact(node.input(0)).shape().axis(split.axis());
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value along = number(patch, node, "axis", axis);
    long start = 0;
    for (int slot = 0; slot < split.sizes().size(); slot++) {
      long end = start + split.sizes().get(slot);
      String name = slot == 0 ? node.name() : node.name() + "." + slot;
      Value from = number(patch, node, "start" + slot, start);
      Value to = number(patch, node, "end" + slot, end);
      Value part = patch.add(name, new Slice(), node.input(0), from, to, along);
      patch.redirect(node.output(slot), part);
      start = end;
    }
    return Optional.of(patch.because(""));
  }

  private static Value number(GraphPatch.Builder patch, Node node, String suffix, long value) {
    return patch.constant(node.name() + "." + suffix, Tensor.of(new long[] {value}, 1));
  }
}
