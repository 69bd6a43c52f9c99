package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Where;

/** What a product of two signals is for: scores before a softmax, or a mean by softmax weights. */
final class Attention {
  private static final int REACH = 12;

  private final Graph graph;
  private final Uses uses;

  Attention(Graph graph, Uses uses) {
    this.graph = graph;
    this.uses = uses;
  }

  /**
   * Whether a softmax over the last axis takes this value, scaled and masked: then its columns are
   * positions, not channels.
   */
  boolean isScore(Value value) {
    Value at = value;
    for (int i = 0; i < REACH; i++) {
      Optional<Node> softmax =
          uses.of(at).stream().filter(n -> n.op() instanceof Softmax).findFirst();
      if (softmax.isPresent()) {
        int axis = ((Softmax) softmax.get().op()).axis();
        return axis == -1
            || (graph.fact(at).shape().known() && axis == graph.fact(at).shape().rank() - 1);
      }
      Optional<Node> next = uses.of(at).stream().filter(this::keepsColumns).findFirst();
      if (next.isEmpty()) {
        return false;
      }
      at = next.get().output();
    }
    return false;
  }

  /** Whether the value is what a softmax gave: moved or masked at most. */
  boolean isProbability(Value value) {
    Value at = value;
    for (int i = 0; i < REACH; i++) {
      Node node = graph.node(at);
      if (node.op() instanceof Softmax) {
        return true;
      }
      if (node.op() instanceof Where) {
        // The tail of a masked softmax: 0 where the row is NaN.
        at = isProbable(node.input(2)) ? node.input(2) : node.input(1);
      } else if (RouteMap.isRoute(node.op()) || node.op() instanceof Cast || isPart(node)) {
        at = node.input(0);
      } else {
        return false;
      }
    }
    return false;
  }

  /** Whether {@link SpreadProbabilities} or {@link TwinProbabilities} made it of its operand. */
  private static boolean isPart(Node node) {
    return node.op() instanceof Binary
        && (node.name().endsWith(SpreadProbabilities.SPREAD) || TwinProbabilities.isPart(node));
  }

  private boolean isProbable(Value value) {
    return graph.node(value).op() instanceof Softmax;
  }

  /** Whether the last axis of the result is that of the operand. */
  private boolean keepsColumns(Node node) {
    if (node.op() instanceof Reshape) {
      Shape before = graph.fact(node.input(0)).shape();
      Shape after = node.fact().shape();
      return before.known()
          && after.known()
          && before.rank() > 0
          && after.rank() > 0
          && !before.dim(-1).isUnknown()
          && before.dim(-1).equals(after.dim(-1));
    }
    return node.op() instanceof Binary || node.op() instanceof Where || node.op() instanceof Cast;
  }
}
