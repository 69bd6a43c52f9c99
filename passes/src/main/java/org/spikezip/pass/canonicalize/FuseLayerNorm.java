package org.spikezip.pass.canonicalize;

import static org.spikezip.pass.canonicalize.Patterns.binary;
import static org.spikezip.pass.canonicalize.Patterns.reduce;
import static org.spikezip.pass.canonicalize.Patterns.uncast;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Puts a layer normalization together, with the epsilon that it had; {@link AbsorbScale} and {@link
 * AbsorbBias} then take in what follows.
 *
 * <pre>
 * %1 = reduce(%0) {axes=[-1], keep_dims=1, kind="mean"}
 * %2 = sub(%0, %1)
 * %4 = pow(%2, %3)      // by 2
 * %5 = reduce(%4) {axes=[-1], keep_dims=1, kind="mean"}
 * %7 = add(%5, %6)      // ε
 * %8 = sqrt(%7)
 * %9 = div(%2, %8)
 * →
 * %1 = constant {value=f32[4] splat(1.0)}
 * %9 = layer_norm(%0, %1) {axis=-1, epsilon=1.0E-5}
 * </pre>
 */
final class FuseLayerNorm implements Rule {
  @Override
  public String name() {
    return "fuse-layer-norm";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Optional<RootMeanSquare> normal = RootMeanSquare.of(graph, node);
    if (normal.isEmpty()) {
      return Optional.empty();
    }
    RootMeanSquare n = normal.get();
    Optional<Value> x = centered(graph, n);
    Optional<int[]> sizes = n.normalizedSizes(graph);
    if (x.isEmpty() || sizes.isEmpty()) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value scale = patch.constant(node.name() + ".scale", ones(sizes.get()));
    Value fused = patch.add(node.name(), new LayerNorm(n.first(), n.epsilon()), x.get(), scale);
    return Optional.of(patch.redirect(node.output(), fused).because(node.name()));
  }

  /** What stands before its mean over the same axes was taken off, if that was done. */
  static Optional<Value> centered(Graph graph, RootMeanSquare normal) {
    Optional<Node> difference = binary(graph, uncast(graph, normal.x()), BinaryKind.SUB);
    if (difference.isEmpty()) {
      return Optional.empty();
    }
    Value x = difference.get().input(0);
    Value mean = uncast(graph, difference.get().input(1));
    return reduce(graph, mean, ReduceKind.MEAN)
        .filter(m -> uncast(graph, m.input(0)).equals(uncast(graph, x)))
        .filter(m -> axes(graph, m) == normal.first())
        .map(m -> x)
        .filter(v -> graph.fact(v).type() == graph.fact(normal.x()).type());
  }

  private static int axes(Graph graph, Node mean) {
    return RootMeanSquare.first(((Reduce) mean.op()).axes(), graph.fact(mean.input(0))).orElse(0);
  }

  static Tensor ones(int[] dims) {
    float[] ones = new float[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
    Arrays.fill(ones, 1f);
    return Tensor.of(ones, dims);
  }
}
