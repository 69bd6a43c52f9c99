package org.spikezip.ir.rewrite;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.rewrite.GraphPatch.Added;

/**
 * Builds the graph anew from its results backwards, so that the order is right and dead nodes are
 * gone.
 */
final class PatchedGraph {
  private record Draft(String name, Op op, List<Value> inputs) {}

  private final Graph old;
  private final Map<Value, Value> redirects;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<Integer, Integer> placed = new HashMap<>();
  private final GraphBuilder builder;

  private PatchedGraph(Graph old, GraphPatch patch) {
    this.old = old;
    this.redirects = patch.redirects();
    for (Node node : old.nodes()) {
      drafts.add(new Draft(node.name(), node.op(), node.inputs()));
    }
    for (Added added : patch.added()) {
      drafts.add(new Draft(added.name(), added.op(), added.inputs()));
    }
    builder = new GraphBuilder(old.name());
  }

  static Graph of(Graph graph, GraphPatch patch) {
    return new PatchedGraph(graph, patch).build();
  }

  private Graph build() {
    for (int input : old.inputs()) {
      Node node = old.node(input);
      placed.put(input, builder.input(node.name(), ((Input) node.op()).fact()).node());
    }
    for (GraphOutput output : old.outputs()) {
      Value result = resolve(output.value());
      place(result.node());
      builder.output(output.name(), moved(result));
    }
    builder.metadata(old.metadata());
    return builder.build(old.stage());
  }

  private Value resolve(Value value) {
    Value at = value;
    for (int hops = 0; redirects.containsKey(at); hops++) {
      if (hops > redirects.size()) {
        throw new SpikezipException(ErrorCode.INTERNAL, "the redirects of a patch run in a circle");
      }
      at = redirects.get(at);
    }
    return at;
  }

  private Value moved(Value value) {
    return value.isAbsent() ? value : new Value(placed.get(value.node()), value.slot());
  }

  /** Places a node after all that it needs; by a stack of its own, since graphs may be deep. */
  private void place(int root) {
    Deque<Integer> stack = new ArrayDeque<>(List.of(root));
    Set<Integer> expanded = new HashSet<>();
    while (!stack.isEmpty()) {
      int id = stack.peek();
      List<Value> missing = missing(id);
      if (placed.containsKey(id) || missing.isEmpty()) {
        stack.pop();
        put(id);
        continue;
      }
      if (!expanded.add(id)) {
        throw new SpikezipException(
            ErrorCode.INTERNAL, "a patch makes a circle at \"" + drafts.get(id).name() + "\"");
      }
      // Pushed from last to first, so that the first input is placed first.
      for (int i = missing.size() - 1; i >= 0; i--) {
        stack.push(missing.get(i).node());
      }
    }
  }

  private List<Value> missing(int id) {
    return operands(id).stream()
        .filter(v -> !v.isAbsent() && !placed.containsKey(v.node()))
        .toList();
  }

  /** What a node takes: an old one follows the redirects, a new one says itself what it wants. */
  private List<Value> operands(int id) {
    List<Value> inputs = drafts.get(id).inputs();
    return id < old.nodes().size() ? inputs.stream().map(this::resolve).toList() : inputs;
  }

  private void put(int id) {
    if (!placed.containsKey(id)) {
      Draft draft = drafts.get(id);
      List<Value> operands = operands(id).stream().map(this::moved).toList();
      placed.put(id, builder.nextId());
      builder.add(draft.name(), draft.op(), operands);
    }
  }
}
