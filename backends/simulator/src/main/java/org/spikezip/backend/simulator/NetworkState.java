package org.spikezip.backend.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
import org.spikezip.api.RunOptions;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Synapse;

/**
 * What a machine holds of a network: tracers, sums of products, and the values that follow from
 * them. What a node sees of a layer of neurons are the spikes that were delivered to it.
 */
final class NetworkState {
  private final Graph graph;
  private final Map<String, Tensor> inputs;
  private final RunOptions options;
  private final ReferenceEvaluator evaluator;
  private final OpClasses classes;
  private final Map<Value, Tensor> values = new HashMap<>();
  private final Map<Integer, Population> populations = new LinkedHashMap<>();
  private final Map<Integer, ProductSums> sums = new HashMap<>();
  private final Map<Edge, int[]> delivered = new LinkedHashMap<>();
  private final boolean[] changed;

  /** An operand that is a layer of neurons. */
  record Edge(int node, int input) {}

  NetworkState(Graph graph, Map<String, Tensor> inputs, RunOptions options, HostOps hostOps) {
    this.graph = graph;
    this.inputs = Map.copyOf(inputs);
    this.options = options;
    evaluator = new ReferenceEvaluator(hostOps);
    classes = OpClasses.of(graph);
    changed = new boolean[graph.nodes().size()];
    start();
  }

  /** Every value at the resting codes. */
  private void start() {
    inject(1);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Neuron neuron) {
        Population population = new Population(node, neuron, operands(node));
        populations.put(node.id(), population);
        values.put(node.output(), population.codes());
      } else if (classes.of(node) != OpClass.STATIC) {
        for (int i = 0; i < node.inputs().size(); i++) {
          Value input = node.input(i);
          if (!input.isAbsent() && graph.node(input).op() instanceof Neuron) {
            delivered.put(new Edge(node.id(), i), values.get(input).ints());
          }
        }
        evaluate(node);
      }
    }
    graph.nodes().forEach(n -> changed[n.id()] = false);
    populations.values().forEach(Population::touch);
  }

  /** Brings the static part to what of the input has arrived after a step. */
  void inject(int step) {
    Map<String, Tensor> arrived = options.arrived(inputs, step);
    for (Node node : graph.nodes()) {
      if (classes.of(node) == OpClass.STATIC) {
        List<Tensor> made =
            node.op() instanceof Input
                ? List.of(input(node, arrived))
                : evaluator.evaluate(node.op(), operands(node));
        for (int slot = 0; slot < made.size(); slot++) {
          Tensor before = values.put(node.output(slot), made.get(slot));
          changed[node.id()] |= !made.get(slot).equals(before);
        }
      }
    }
  }

  private Tensor input(Node node, Map<String, Tensor> arrived) {
    Tensor tensor = arrived.get(node.name());
    if (tensor == null || !node.fact().compatible(tensor.fact())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "input \""
              + node.name()
              + "\" must be "
              + node.fact()
              + ", found "
              + (tensor == null ? "none" : tensor.toString()));
    }
    return tensor;
  }

  /** Whether a node's operands changed since it was evaluated. */
  boolean isStale(Node node) {
    for (Value input : node.inputs()) {
      if (!input.isAbsent() && changed[input.node()]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Evaluates a node that is no layer of neurons, and marks it as changed.
   *
   * @return how many elements its first output has in rows that came out otherwise than before
   */
  long evaluate(Node node) {
    changed[node.id()] = true;
    List<Tensor> operands = operands(node);
    if (node.op() instanceof Synapse || node.op() instanceof Bilinear) {
      ProductSums product =
          sums.computeIfAbsent(
              node.id(),
              id ->
                  node.op() instanceof Synapse
                      ? new SynapseSums(operands)
                      : new BilinearSums(operands));
      product.integrate(operands);
      return replace(node, List.of(product.value(operands)));
    }
    return replace(node, evaluator.evaluate(node.op(), operands));
  }

  private long replace(Node node, List<Tensor> made) {
    Tensor before = values.get(node.output());
    for (int slot = 0; slot < made.size(); slot++) {
      values.put(node.output(slot), made.get(slot));
    }
    return before == null ? made.get(0).size() : ChangedRows.elements(before, made.get(0));
  }

  /** Lets a layer of neurons see its potentials as they are. */
  void see(Population population) {
    if (isStale(population.node())) {
      population.see(values.get(population.node().input(0)));
    }
  }

  /** Takes over the tracers of a layer, as every reader sees them at once. */
  void publish(Population population) {
    changed[population.node().id()] = true;
    values.put(population.node().output(), population.codes());
    int[] codes = population.tracers();
    delivered.forEach(
        (edge, seen) -> {
          if (source(edge) == population.node().id()) {
            System.arraycopy(codes, 0, seen, 0, codes.length);
          }
        });
  }

  /** Delivers one spike on one edge. */
  void deliver(Edge edge, int element, int spike) {
    delivered.get(edge)[element] += spike;
    changed[source(edge)] = true;
  }

  /** The layer that an edge comes from. */
  int source(Edge edge) {
    return graph.node(edge.node()).input(edge.input()).node();
  }

  /** Every edge from a layer of neurons. */
  List<Edge> edges() {
    return List.copyOf(delivered.keySet());
  }

  /** Forgets which values changed; all that depends on them was evaluated. */
  void settle() {
    Arrays.fill(changed, false);
  }

  List<Tensor> operands(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      int[] seen = delivered.get(new Edge(node.id(), i));
      if (input.isAbsent()) {
        operands.add(HostOps.ABSENT);
      } else {
        Tensor value = values.get(input);
        operands.add(seen == null ? value : Tensor.of(seen, value.dims()));
      }
    }
    return operands;
  }

  Graph graph() {
    return graph;
  }

  OpClass classOf(Node node) {
    return classes.of(node);
  }

  /** A value now. */
  Tensor value(Value value) {
    return values.get(value);
  }

  /** The layers of neurons in order. */
  List<Population> populations() {
    return List.copyOf(populations.values());
  }

  Population population(Node node) {
    return populations.get(node.id());
  }

  /** The sums of a product. */
  ProductSums sums(Node node) {
    return sums.get(node.id());
  }

  Map<String, Tensor> outputs() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      Population population = populations.get(output.value().node());
      outputs.put(
          output.name(), population == null ? values.get(output.value()) : population.codes());
    }
    return outputs;
  }

  Map<Integer, Tensor> codes() {
    Map<Integer, Tensor> codes = new LinkedHashMap<>();
    populations.forEach((node, population) -> codes.put(node, population.codes()));
    return codes;
  }

  long neurons() {
    return populations.values().stream().mapToLong(p -> p.tracers().length).sum();
  }
}
