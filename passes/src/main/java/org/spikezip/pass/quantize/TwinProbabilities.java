package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Gives attention weights two quantizers, a fine one for what lies below a break and a coarse one
 * for what rises above it: most weights are small, few are near 1. (Two uniform quantizers for what
 * a softmax gives: Yuan et al., PTQ4ViT, ECCV 2022.)
 *
 * <pre>
 * %y = matmul(%p, %v)
 * →
 * %low = min(%p, 1/8)
 * %high = sub(%p, %low)
 * %a = matmul(%low, %v)
 * %b = matmul(%high, %v)
 * %y = add(%a, %b)
 * </pre>
 */
final class TwinProbabilities implements Rule {
  private static final float BREAK = 0.125f;

  private static final String LOW = ".low";
  private static final String HIGH = ".high";

  @Override
  public String name() {
    return "twin-probabilities";
  }

  /** Whether a node is one of the two parts. */
  static boolean isPart(Node node) {
    return node.name().endsWith(LOW) || node.name().endsWith(HIGH);
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof MatMul) || node.fact().type() != ElementType.F32) {
      return Optional.empty();
    }
    Value p = node.input(0);
    Value v = node.input(1);
    boolean weights = graph.constant(v).isPresent();
    if (isPart(graph.node(p)) || weights || !new Attention(graph, uses).isProbability(p)) {
      return Optional.empty();
    }
    String name = node.name();
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value edge = patch.constant(name + ".break", Tensor.scalar(BREAK));
    Value low = patch.add(name + LOW, new Binary(BinaryKind.MIN), p, edge);
    Value high = patch.add(name + HIGH, new Binary(BinaryKind.SUB), p, low);
    Value a = patch.add(name + LOW + ".product", new MatMul(), low, v);
    Value b = patch.add(name + HIGH + ".product", new MatMul(), high, v);
    Value y = patch.add(name, new Binary(BinaryKind.ADD), a, b);
    return Optional.of(patch.redirect(node.output(), y).because(""));
  }
}
