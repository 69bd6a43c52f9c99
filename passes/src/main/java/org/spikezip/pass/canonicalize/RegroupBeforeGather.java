package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Regroups the rows of a table before they are taken from it instead of after, where the table is a
 * reshape itself, so that the two reshapes become one.
 *
 * <pre>
 * %1 = reshape(%0, [6, 1]) : f32[6,1]
 * %2 = gather(%1, %i) {axis=0} : f32[2,3,1]
 * %3 = reshape(%2, [2, 3]) : f32[2,3]
 * →
 * %2 = reshape(%1, [6]) : f32[6]
 * %3 = gather(%2, %i) {axis=0} : f32[2,3]
 * </pre>
 */
final class RegroupBeforeGather implements Rule {
  @Override
  public String name() {
    return "regroup-before-gather";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape)) {
      return Optional.empty();
    }
    Node gather = graph.node(node.input(0));
    if (!(gather.op() instanceof Gather g)
        || !(graph.node(gather.input(0)).op() instanceof Reshape)) {
      return Optional.empty();
    }
    Shape table = graph.fact(gather.input(0)).shape();
    Shape indices = graph.fact(gather.input(1)).shape();
    Shape out = node.fact().shape();
    boolean rows =
        table.isFixed()
            && indices.known()
            && out.known()
            && table.axis(g.axis()) == 0
            && out.rank() >= indices.rank()
            && Shapes.same(indices, Shape.of(out.dims().subList(0, indices.rank())));
    if (!rows) {
      return Optional.empty();
    }
    List<Dim> row = out.dims().subList(indices.rank(), out.rank());
    if (!row.stream().allMatch(Dim::isFixed)) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value target = patch.constant(node.name() + ".rows", sizes(table.dim(0), row));
    Value regrouped =
        patch.add(gather.name() + ".rows", new Reshape(false), gather.input(0), target);
    Value taken = patch.add(node.name(), new Gather(0), regrouped, gather.input(1));
    return Optional.of(patch.redirect(node.output(), taken).because(""));
  }

  private static Tensor sizes(Dim rows, List<Dim> row) {
    long[] sizes = new long[row.size() + 1];
    sizes[0] = rows.size();
    for (int i = 0; i < row.size(); i++) {
      sizes[i + 1] = row.get(i).size();
    }
    return Tensor.of(sizes, sizes.length);
  }
}
