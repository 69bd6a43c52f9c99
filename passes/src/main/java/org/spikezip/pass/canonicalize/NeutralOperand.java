package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Drops an operation whose constant operand changes nothing: x+0, 0+x, x−0, x·1, 1·x, x/1, x¹, x
 * and true, x or false.
 *
 * <pre>
 * %0 "x" = input : f32[batch,4]
 * %1 = constant {value=f32[4] splat(1.0)}
 * %2 = mul(%0, %1) : f32[batch,4]
 * →
 * %0
 * </pre>
 *
 * (−0+0 is 0, so a negative zero may stay one.)
 */
final class NeutralOperand implements Rule {
  @Override
  public String name() {
    return "drop-neutral-operand";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    if (!(node.op() instanceof Binary b)) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      Value x = node.input(1 - side);
      Optional<Tensor> constant = graph.constant(node.input(side));
      OptionalDouble neutral = neutral(b.kind(), side);
      if (constant.isPresent()
          && neutral.isPresent()
          && Shapes.broadcastsInto(graph.fact(node.input(side)).shape(), graph.fact(x).shape())
          && Splat.is(constant.get(), neutral.getAsDouble())) {
        return Optional.of(GraphPatch.on(graph).redirect(node.output(), x).because(""));
      }
    }
    return Optional.empty();
  }

  /** The number that changes nothing as this operand. */
  private static OptionalDouble neutral(BinaryKind kind, int side) {
    return switch (kind) {
      case ADD, OR -> OptionalDouble.of(0);
      case MUL, AND -> OptionalDouble.of(1);
      case SUB -> side == 1 ? OptionalDouble.of(0) : OptionalDouble.empty();
      case DIV, POW -> side == 1 ? OptionalDouble.of(1) : OptionalDouble.empty();
      default -> OptionalDouble.empty();
    };
  }
}
