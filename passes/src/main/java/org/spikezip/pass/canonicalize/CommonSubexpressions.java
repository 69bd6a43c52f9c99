package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.rewrite.GraphPatch;

/**
 * Computes once what is computed several times: equal operators of equal inputs, and constants of
 * equal content. Looks at the whole graph at once, so that chains of equal nodes merge in one go.
 *
 * <pre>
 * %1 = exp(%0)
 * %2 = exp(%0)
 * %3 = add(%1, %2)
 * →
 * %1 = exp(%0)
 * %3 = add(%1, %1)
 * </pre>
 *
 * <p>Host operators stay apart: some of them draw random numbers.
 */
final class CommonSubexpressions {
  private CommonSubexpressions() {}

  private record Expression(Op op, List<Value> inputs) {}

  /** Lets all users take the first of equal values; empty if there are none. */
  static Optional<GraphPatch> find(Graph graph) {
    Map<Expression, Node> firsts = new HashMap<>();
    Map<Value, Value> same = new HashMap<>();
    GraphPatch.Builder patch = GraphPatch.on(graph);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Input || node.op() instanceof HostOp) {
        continue;
      }
      List<Value> inputs = new ArrayList<>();
      node.inputs().forEach(v -> inputs.add(same.getOrDefault(v, v)));
      Node first = firsts.putIfAbsent(new Expression(node.op(), inputs), node);
      for (int slot = 0; first != null && slot < node.outputs().size(); slot++) {
        same.put(node.output(slot), first.output(slot));
        patch.redirect(node.output(slot), first.output(slot));
      }
    }
    return same.isEmpty() ? Optional.empty() : Optional.of(patch.because(""));
  }
}
