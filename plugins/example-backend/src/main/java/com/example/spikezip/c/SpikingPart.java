package com.example.spikezip.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.ShapeOf;

/**
 * A network for inputs of fixed shapes, divided in what becomes C, all that spikes reach and what
 * leads there, and what is evaluated by its definition before the first step.
 */
final class SpikingPart {
  private final Graph graph;
  private final ReferenceEvaluator evaluator;
  private final Set<Node> reached;
  private final List<Node> written = new ArrayList<>();
  private final Map<Value, Fact> facts = new HashMap<>();
  private final Map<Value, Tensor> constants = new HashMap<>();
  private final List<Node> varying = new ArrayList<>();
  private final Set<Value> given = new LinkedHashSet<>();

  private SpikingPart(Graph graph, HostOps hostOps) {
    this.graph = graph;
    evaluator = new ReferenceEvaluator(hostOps);
    reached = reached(graph);
  }

  /**
   * The part for inputs like these.
   *
   * @throws SpikezipException MALFORMED if an input is missing or does not fit
   */
  static SpikingPart of(Graph graph, Map<String, Tensor> inputs, HostOps hostOps) {
    ReferenceEvaluator.requireInputs(graph, inputs);
    SpikingPart part = new SpikingPart(graph, hostOps);
    Map<Value, Tensor> values = new HashMap<>();
    graph.nodes().forEach(node -> part.add(node, inputs, values));
    part.choose();
    return part;
  }

  /** Goes back from what spikes reach, as far as there is C for it. */
  private void choose() {
    Set<Value> wanted = new HashSet<>();
    for (int id = graph.nodes().size() - 1; id >= 0; id--) {
      Node node = graph.node(id);
      boolean leadsThere = outputs(node).stream().anyMatch(wanted::contains);
      if (reached.contains(node) || (leadsThere && Operators.hasC(node, constants.keySet()))) {
        written.add(0, node);
        wanted.removeAll(outputs(node));
        node.inputs().stream()
            .filter(v -> !v.isAbsent() && !constants.containsKey(v))
            .forEach(wanted::add);
      }
    }
    graph.nodes().forEach(n -> outputs(n).stream().filter(wanted::contains).forEach(given::add));
  }

  private static List<Value> outputs(Node node) {
    return IntStream.range(0, node.outputs().size()).mapToObj(node::output).toList();
  }

  /** The nodes whose values change with spikes: neurons, and what needs more than their shapes. */
  static Set<Node> reached(Graph graph) {
    Set<Node> reached = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      boolean follows =
          node.inputs().stream().anyMatch(v -> !v.isAbsent() && reached.contains(graph.node(v)));
      if (node.op() instanceof Neuron || (follows && !(node.op() instanceof ShapeOf))) {
        reached.add(node);
      }
    }
    return reached;
  }

  private void add(Node node, Map<String, Tensor> inputs, Map<Value, Tensor> values) {
    if (reached.contains(node)) {
      List<Fact> made = GraphBuilder.inferred(node.op(), operandFacts(node));
      for (int slot = 0; slot < made.size(); slot++) {
        facts.put(node.output(slot), made.get(slot));
      }
      return;
    }
    List<Tensor> made =
        node.op() instanceof ShapeOf ? List.of(shape(node)) : evaluate(node, inputs, values);
    boolean varies =
        node.op() instanceof Input
            || (!(node.op() instanceof ShapeOf)
                && node.inputs().stream()
                    .anyMatch(v -> !v.isAbsent() && !constants.containsKey(v)));
    if (varies) {
      varying.add(node);
    }
    for (int slot = 0; slot < made.size(); slot++) {
      Value value = node.output(slot);
      values.put(value, made.get(slot));
      facts.put(value, made.get(slot).fact());
      if (!varies) {
        constants.put(value, made.get(slot));
      }
    }
  }

  private List<Fact> operandFacts(Node node) {
    return node.inputs().stream().map(v -> v.isAbsent() ? Op.ABSENT : facts.get(v)).toList();
  }

  /** The shape of any value, spiking or not. */
  private Tensor shape(Node node) {
    List<Dim> sizes =
        GraphBuilder.inferred(node.op(), operandFacts(node)).get(0).elements().orElseThrow();
    return Tensor.of(sizes.stream().mapToLong(Dim::size).toArray(), sizes.size());
  }

  private List<Tensor> evaluate(Node node, Map<String, Tensor> inputs, Map<Value, Tensor> values) {
    return node.op() instanceof Input
        ? List.of(inputs.get(node.name()))
        : evaluator.evaluate(
            node.op(),
            node.inputs().stream()
                .map(v -> v.isAbsent() ? HostOps.ABSENT : values.get(v))
                .toList());
  }

  /** What no spike reaches, for inputs of the same shapes. */
  Map<Value, Tensor> evaluateStill(Map<String, Tensor> inputs) {
    Map<Value, Tensor> values = new HashMap<>(constants);
    for (Node node : varying) {
      List<Tensor> made = evaluate(node, inputs, values);
      for (int slot = 0; slot < made.size(); slot++) {
        values.put(node.output(slot), made.get(slot));
      }
    }
    return values;
  }

  /** Nodes that become C, in order. */
  List<Node> nodes() {
    return written;
  }

  List<Node> layers() {
    return reached.stream().filter(n -> n.op() instanceof Neuron).toList();
  }

  int depths() {
    return layers().stream().mapToInt(n -> ((Neuron) n.op()).depth()).max().orElse(1);
  }

  /** Values that the C takes: the inputs, or what was made of them by operators without C. */
  Set<Value> given() {
    return given;
  }

  /** Outputs that spikes reach. */
  List<GraphOutput> spikingOutputs() {
    return graph.outputs().stream().filter(o -> reached.contains(graph.node(o.value()))).toList();
  }

  /** All outputs, in order. */
  List<GraphOutput> outputs() {
    return graph.outputs();
  }

  /** What is the same for all inputs of these shapes. */
  Optional<Tensor> constant(Value value) {
    return Optional.ofNullable(constants.get(value));
  }

  Node node(Value value) {
    return graph.node(value);
  }

  int[] dims(Value value) {
    return facts.get(value).shape().dims().stream().mapToInt(d -> (int) d.size()).toArray();
  }

  int size(Value value) {
    int size = 1;
    for (int dim : dims(value)) {
      size *= dim;
    }
    return size;
  }

  /** Whether a value is float in C, else a 32-bit integer. */
  boolean isFloat(Value value) {
    return facts.get(value).type().isFloat();
  }

  ElementType type(Value value) {
    return facts.get(value).type();
  }

  /** The given values, for people. */
  String describeGiven() {
    Map<String, String> names = new LinkedHashMap<>();
    given.forEach(v -> names.put(graph.node(v).describe(), facts.get(v).toString()));
    return names.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
