package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes a factor of a matrix product as it is where it was repeated for every matrix of the other:
 * the product does that by itself.
 *
 * <pre>
 * %0 "x" = input : f32[batch,3,4]
 * %1 = constant {value=f32[4,2] random(1)}
 * %3 = expand(%1, %2) : f32[batch,4,2]
 * %4 = matmul(%0, %3) : f32[batch,3,2]
 * →
 * %4 = matmul(%0, %1) : f32[batch,3,2]
 * </pre>
 */
final class DropExpandedFactor implements Rule {
  @Override
  public String name() {
    return "drop-expanded-factor";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof MatMul)) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      Node expand = graph.node(node.input(side));
      if (expand.op() instanceof Expand && isMatrix(graph, expand)) {
        Value[] factors = node.inputs().toArray(new Value[0]);
        factors[side] = expand.input(0);
        GraphPatch.Builder patch = GraphPatch.on(graph);
        Value product = patch.add(node.name(), new MatMul(), factors);
        if (Shapes.same(patch.fact(product).shape(), node.fact().shape())) {
          return Optional.of(patch.redirect(node.output(), product).because(""));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the last two axes are the same before and after. */
  private static boolean isMatrix(Graph graph, Node expand) {
    var before = graph.fact(expand.input(0)).shape();
    var after = expand.fact().shape();
    return before.known()
        && after.known()
        && before.rank() >= 2
        && !before.dim(-1).isUnknown()
        && !before.dim(-2).isUnknown()
        && before.dim(-1).equals(after.dim(-1))
        && before.dim(-2).equals(after.dim(-2));
  }
}
