package org.spikezip.api.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.verify.GraphVerifier;

/** A part of a graph: some values are taken from elsewhere, and what no result needs is gone. */
final class GraphCut {
  /** An {@link Input} or a {@link Constant} where a node of one output was. */
  private record Source(String name, Op op) {}

  private final Graph graph;
  private final Map<Value, Value> bypassed = new HashMap<>();
  private final Map<Integer, Source> replaced = new HashMap<>();
  private List<GraphOutput> outputs;

  GraphCut(Graph graph) {
    this.graph = graph;
    this.outputs = graph.outputs();
  }

  /** Whoever uses the value uses an earlier one. */
  GraphCut bypass(Value value, Value by) {
    bypassed.put(value, by);
    return this;
  }

  /** The node, of one output, becomes an input. */
  GraphCut replace(Node node, String name, Input input) {
    replaced.put(node.id(), new Source(name, input));
    return this;
  }

  /** The node, of one output, becomes a constant. */
  GraphCut replace(Node node, Tensor constant) {
    replaced.put(node.id(), new Source(node.name(), new Constant(constant)));
    return this;
  }

  GraphCut outputs(List<GraphOutput> others) {
    outputs = List.copyOf(others);
    return this;
  }

  /** The part, its facts and depths inferred anew; empty if it is no valid graph. */
  Optional<Graph> build() {
    try {
      Graph part = rebuilt();
      GraphVerifier.verify(part);
      return Optional.of(part);
    } catch (SpikezipException e) {
      return Optional.empty();
    }
  }

  private Graph rebuilt() {
    Set<Integer> needed = needed();
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> made = new HashMap<>();
    Map<Integer, Integer> depths = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (!needed.contains(node.id())) {
        continue;
      }
      List<Value> inputs = inputs(node).stream().map(v -> v.isAbsent() ? v : made.get(v)).toList();
      int depth = inputs.stream().mapToInt(v -> depths.getOrDefault(v.node(), 0)).max().orElse(0);
      Source source = replaced.getOrDefault(node.id(), new Source(node.name(), node.op()));
      Op op = source.op();
      if (op instanceof Neuron neuron) {
        depth++;
        op = new Neuron(neuron.rounding(), neuron.min(), neuron.max(), depth);
      }
      depths.put(builder.nextId(), depth);
      List<Value> values =
          op instanceof Input input
              ? List.of(builder.input(source.name(), input.fact()))
              : builder.add(source.name(), op, inputs);
      for (int slot = 0; slot < values.size(); slot++) {
        made.put(node.output(slot), values.get(slot));
      }
    }
    outputs.forEach(o -> builder.output(o.name(), made.get(resolved(o.value()))));
    return builder.build(graph.stage());
  }

  private Set<Integer> needed() {
    Set<Integer> needed = new HashSet<>();
    outputs.forEach(o -> needed.add(resolved(o.value()).node()));
    for (int id = graph.nodes().size() - 1; id >= 0; id--) {
      if (needed.contains(id)) {
        inputs(graph.node(id)).stream()
            .filter(v -> !v.isAbsent())
            .forEach(v -> needed.add(v.node()));
      }
    }
    return needed;
  }

  private List<Value> inputs(Node node) {
    return replaced.containsKey(node.id())
        ? List.of()
        : node.inputs().stream().map(this::resolved).toList();
  }

  private Value resolved(Value value) {
    Value at = value;
    while (bypassed.containsKey(at)) {
      at = bypassed.get(at);
    }
    return at;
  }
}
