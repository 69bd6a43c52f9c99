package org.spikezip.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;

/**
 * An immutable graph. Nodes stand in an order in which every value is made before it is used; a
 * node's id is its index.
 *
 * @param name label
 * @param stage how far it has come
 * @param nodes all nodes, inputs and constants included
 * @param inputs ids of the {@link Input} nodes, in the order its user gives them
 * @param outputs results, in order
 * @param metadata facts about the whole, such as {@code source.sha256}; sorted by key
 */
public record Graph(
    String name,
    Stage stage,
    List<Node> nodes,
    List<Integer> inputs,
    List<GraphOutput> outputs,
    SortedMap<String, String> metadata) {
  public Graph {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  public Node node(int id) {
    return nodes.get(id);
  }

  /** The node that makes this value. */
  public Node node(Value value) {
    return nodes.get(value.node());
  }

  public Fact fact(Value value) {
    return nodes.get(value.node()).outputs().get(value.slot());
  }

  /** The tensor behind a value that is a constant. */
  public Optional<Tensor> constant(Value value) {
    return !value.isAbsent() && node(value).op() instanceof Constant c
        ? Optional.of(c.value())
        : Optional.empty();
  }

  public List<Node> inputNodes() {
    return inputs.stream().map(nodes::get).toList();
  }

  public Graph withStage(Stage next) {
    return new Graph(name, next, nodes, inputs, outputs, metadata);
  }

  public Graph withOutputs(List<GraphOutput> others) {
    return new Graph(name, stage, nodes, inputs, others, metadata);
  }

  public Graph withMetadata(Map<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(metadata);
    all.putAll(more);
    return new Graph(name, stage, nodes, inputs, outputs, all);
  }

  /** Who uses each value; computed anew at each call, so keep it. */
  public Uses uses() {
    return Uses.of(this);
  }

  /** The nodes whose operator is of this class, in order. */
  public <O> List<Node> nodesOf(Class<O> op) {
    List<Node> found = new ArrayList<>();
    for (Node node : nodes) {
      if (op.isInstance(node.op())) {
        found.add(node);
      }
    }
    return found;
  }
}
