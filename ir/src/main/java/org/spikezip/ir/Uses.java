package org.spikezip.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who uses each value of one graph. */
public final class Uses {
  private final Map<Value, List<Node>> users = new HashMap<>();
  private final Set<Value> results = new HashSet<>();

  private Uses() {}

  static Uses of(Graph graph) {
    Uses uses = new Uses();
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (!input.isAbsent()) {
          uses.users.computeIfAbsent(input, v -> new ArrayList<>()).add(node);
        }
      }
    }
    graph.outputs().forEach(output -> uses.results.add(output.value()));
    return uses;
  }

  /** The nodes that take this value as input; a node that takes it twice stands there twice. */
  public List<Node> of(Value value) {
    return users.getOrDefault(value, List.of());
  }

  public boolean isGraphOutput(Value value) {
    return results.contains(value);
  }

  /** Whether one node alone uses it, once, and it is no result of the graph. */
  public boolean isSingle(Value value) {
    return of(value).size() == 1 && !isGraphOutput(value);
  }
}
