package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.stream.IntStream;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops a transposition that leaves every axis at its place.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = transpose(%0) {perm=[0, 1]}
 * →
 * %0
 * </pre>
 */
final class DropTranspose implements Rule {
  @Override
  public String name() {
    return "drop-transpose";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Transpose t)
        || !IntStream.range(0, t.perm().size()).allMatch(i -> t.perm().get(i) == i)) {
      return Optional.empty();
    }
    return Optional.of(GraphPatch.on(graph).redirect(node.output(), node.input(0)).because(""));
  }
}
