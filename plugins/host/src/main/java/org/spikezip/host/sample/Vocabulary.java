package org.spikezip.host.sample;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.ShapeOf;

/** How many different ids an input of a graph may hold: the rows of the table that they look up. */
final class Vocabulary {
  /** For integers that look nothing up: 0 and 1 are right for most flags. */
  private static final long OTHERWISE = 2;

  private final Graph graph;
  private final Uses uses;

  Vocabulary(Graph graph) {
    this.graph = graph;
    this.uses = graph.uses();
  }

  /** Ids from 0 to one less are safe. */
  long size(Node input) {
    OptionalLong smallest = OptionalLong.empty();
    Set<Value> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>(List.of(input.output()));
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      for (Node user : uses.of(value)) {
        OptionalLong rows = rows(user, value);
        if (rows.isPresent()) {
          smallest = OptionalLong.of(Math.min(rows.getAsLong(), smallest.orElse(Long.MAX_VALUE)));
        } else if (moves(user, value)) {
          for (int slot = 0; slot < user.outputs().size(); slot++) {
            open.push(user.output(slot));
          }
        }
      }
    }
    return Math.max(1, smallest.orElse(OTHERWISE));
  }

  /** Whether the same ids come out, arranged otherwise; not so if only their number is asked. */
  private static boolean moves(Node node, Value ids) {
    boolean keeps = node.op() instanceof Cast || node.op().opClass() == OpClass.ROUTE;
    return keeps && !(node.op() instanceof ShapeOf) && node.input(0).equals(ids);
  }

  private OptionalLong rows(Node user, Value ids) {
    if (user.op() instanceof Gather gather && user.input(1).equals(ids)) {
      Fact table = graph.fact(user.input(0));
      return table.shape().known()
          ? table.shape().dim(gather.axis()).fixed()
          : OptionalLong.empty();
    }
    return user.op() instanceof HostOp ? largestTable(user) : OptionalLong.empty();
  }

  /** A fused embedding brings its tables along; the largest is that of the words. */
  private OptionalLong largestTable(Node user) {
    return user.inputs().stream()
        .filter(v -> graph.constant(v).filter(t -> t.type().isFloat() && t.rank() == 2).isPresent())
        .mapToLong(v -> graph.constant(v).orElseThrow().dim(0))
        .max();
  }
}
