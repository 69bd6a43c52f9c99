package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes one reshape of two; adding or dropping axes of size 1 before counts as one.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4,3,3]
 * %2 = reshape(%0, %1) : f32[batch,4,9]
 * %4 = reshape(%2, %3) : f32[batch,36]
 * →
 * %3 = constant {value=i64[2] [0, 36]}
 * %4 = reshape(%0, %3) : f32[batch,36]
 * </pre>
 */
final class MergeReshapes implements Rule {
  @Override
  public String name() {
    return "merge-reshapes";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape) || !regroups(graph.node(node.input(0)).op())) {
      return Optional.empty();
    }
    Value x = graph.node(node.input(0)).input(0);
    Optional<Tensor> target = Shapes.reshapeTarget(graph.fact(x).shape(), node.fact().shape());
    GraphPatch.Builder patch = GraphPatch.on(graph);
    if (target.isEmpty() && !namesEveryDimension(graph.fact(node.input(1)))) {
      return Optional.empty();
    }
    Value shape = target.map(t -> patch.constant(node.name() + ".shape", t)).orElse(node.input(1));
    Value reshaped = patch.add(node.name(), new Reshape(false), x, shape);
    // With −1 the inference may lose a symbol that it followed through the reshape before.
    return patch.fact(reshaped).shape().equals(node.fact().shape())
        ? Optional.of(patch.redirect(node.output(), reshaped).because(""))
        : Optional.empty();
  }

  private static boolean regroups(Op op) {
    return op instanceof Reshape || op instanceof Squeeze || op instanceof Unsqueeze;
  }

  /** Whether the target needs no dimension of what is reshaped. */
  private static boolean namesEveryDimension(Fact target) {
    return target.elements().filter(e -> e.stream().noneMatch(MergeReshapes::copies)).isPresent();
  }

  private static boolean copies(Dim dim) {
    return dim.isUnknown() || dim.equals(Dim.of(0));
  }
}
