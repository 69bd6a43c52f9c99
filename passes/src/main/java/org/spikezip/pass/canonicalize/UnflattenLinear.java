package org.spikezip.pass.canonicalize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes away the flattening around a product with weights, which exporters need for Gemm. Where the
 * reshape behind parts the rows too, only that is left of it.
 *
 * <pre>
 * %0 "x" = input : f32[batch,seq,32]
 * %2 = reshape(%0, [-1, 32]) : f32[(batch*seq),32]
 * %4 = matmul(%2, %3) : f32[(batch*seq),96]
 * %6 = add(%4, %5)                             // optional
 * %8 = reshape(%6, %7) : f32[batch,seq,96]
 * →
 * %4 = matmul(%0, %3) : f32[batch,seq,96]
 * %8 = add(%4, %5)
 * </pre>
 */
final class UnflattenLinear implements Rule {
  @Override
  public String name() {
    return "unflatten-linear";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Reshape)) {
      return Optional.empty();
    }
    Optional<Node> sum = Patterns.binary(graph, node.input(0), BinaryKind.ADD);
    Node product = graph.node(sum.map(s -> s.input(0)).orElse(node.input(0)));
    if (!(product.op() instanceof MatMul)
        || !Patterns.isWeights(graph, product.input(1))
        || !sum.map(s -> isBias(graph, s)).orElse(true)) {
      return Optional.empty();
    }
    Node flattened = graph.node(product.input(0));
    if (!(flattened.op() instanceof Reshape)
        || !product.fact().shape().known()
        || product.fact().shape().rank() != 2
        || !fits(graph, flattened, product, node.fact().shape())) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    String name = sum.isPresent() ? node.name() + ".product" : node.name();
    Value x = flattened.input(0);
    Value result = patch.add(name, new MatMul(), x, product.input(1));
    if (sum.isPresent()) {
      result = patch.add(node.name(), sum.get().op(), result, sum.get().input(1));
    }
    return regrouped(patch, node, result)
        .map(made -> patch.redirect(node.output(), made).because(""));
  }

  /** The rows with their last axis parted as the reshape had it. */
  private static Optional<Value> regrouped(GraphPatch.Builder patch, Node node, Value rows) {
    Shape out = node.fact().shape();
    if (patch.fact(rows).shape().rank() == out.rank()) {
      return Optional.of(rows);
    }
    return Shapes.reshapeTarget(patch.fact(rows).shape(), out)
        .map(target -> patch.constant(node.name() + ".shape", target))
        .map(target -> patch.add(node.name() + ".parted", new Reshape(false), rows, target))
        .filter(made -> Shapes.same(patch.fact(made).shape(), out));
  }

  /** Whether a vector of constants is added to every row. */
  private static boolean isBias(Graph graph, Node sum) {
    Shape bias = graph.fact(sum.input(1)).shape();
    return Patterns.isWeights(graph, sum.input(1)) && bias.known() && bias.rank() <= 1;
  }

  /**
   * Whether the result has the rows of the input, and what the product makes of each: as one axis
   * or parted into several.
   */
  private static boolean fits(Graph graph, Node flattened, Node product, Shape out) {
    Shape x = graph.fact(flattened.input(0)).shape();
    if (!x.known() || !out.known() || x.rank() > out.rank() || x.rank() < 2) {
      return false;
    }
    int rows = x.rank() - 1;
    Dim made = Shape.of(out.dims().subList(rows, out.rank())).elements();
    return Shapes.same(first(x, rows), first(out, rows))
        && same(x.dim(-1), flattened.fact().shape().dim(-1))
        && same(made, product.fact().shape().dim(-1));
  }

  private static Shape first(Shape shape, int axes) {
    return Shape.of(shape.dims().subList(0, axes));
  }

  private static boolean same(Dim a, Dim b) {
    return Shapes.same(Shape.of(List.of(a)), Shape.of(List.of(b)));
  }
}
