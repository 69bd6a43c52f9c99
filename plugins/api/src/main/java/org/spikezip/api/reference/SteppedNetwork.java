package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.spikezip.api.Activity;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;

/**
 * A spiking network over time, as docs/exactness.md defines it: at every step every node is
 * evaluated anew, densely, from the tracers. Slow; says what every backend's spike train must be.
 * Not thread-safe.
 */
public final class SteppedNetwork {
  private final Graph graph;
  private final Map<String, Tensor> inputs;
  private final RunOptions options;
  private final RunListener listener;
  private final ReferenceEvaluator evaluator;
  private final OpClasses classes;
  private final Map<Value, Tensor> values = new HashMap<>();
  private final Map<Integer, NeuronLayer> layers = new LinkedHashMap<>();
  private int step;
  private int lastFired;
  private int settledSteps;
  private long spikes;
  private long hash;
  private boolean atRest;

  /**
   * A network before its first step.
   *
   * @param graph at stage SPIKING
   * @param options the number of steps is left to the caller
   * @throws SpikezipException MALFORMED if an input is missing or does not fit
   */
  public SteppedNetwork(
      Graph graph, Map<String, Tensor> inputs, RunOptions options, HostOps hostOps) {
    this(graph, inputs, options, hostOps, RunListener.NONE);
  }

  private SteppedNetwork(
      Graph graph,
      Map<String, Tensor> inputs,
      RunOptions options,
      HostOps hostOps,
      RunListener listener) {
    ReferenceEvaluator.requireInputs(graph, inputs);
    this.graph = graph;
    this.inputs = Map.copyOf(inputs);
    this.options = options;
    this.listener = listener;
    evaluator = new ReferenceEvaluator(hostOps);
    classes = OpClasses.of(graph);
  }

  /**
   * Runs until rest, or for as many steps as the options say.
   *
   * @throws SpikezipException MALFORMED if an input is missing or does not fit, or an operator does
   *     not accept its operands
   */
  public static RunResult run(
      Graph graph, Map<String, Tensor> inputs, RunOptions options, HostOps hostOps) {
    return run(graph, inputs, options, hostOps, RunListener.NONE);
  }

  /**
   * As {@link #run(Graph, Map, RunOptions, HostOps)}.
   *
   * @param listener hears what fires, and may end the run after a step
   */
  public static RunResult run(
      Graph graph,
      Map<String, Tensor> inputs,
      RunOptions options,
      HostOps hostOps,
      RunListener listener) {
    SteppedNetwork network = new SteppedNetwork(graph, inputs, options, hostOps, listener);
    List<Map<String, Tensor>> stepOutputs = new ArrayList<>();
    int most = options.steps() == 0 ? Integer.MAX_VALUE : options.steps();
    boolean goesOn = true;
    while (goesOn && !network.atRest() && network.steps() < most) {
      long before = network.spikes;
      network.step();
      if (options.keepStepOutputs()) {
        stepOutputs.add(network.outputs());
      }
      goesOn =
          listener.stepDone(network.steps(), network.spikes - before)
              && listener.answered(network.steps(), network::outputs);
    }
    Map<Integer, Tensor> codes = options.keepCodes() ? network.codes() : Map.of();
    return new RunResult(network.outputs(), network.activity(), stepOutputs, codes);
  }

  /** One step: visits all nodes in their order. */
  public void step() {
    step++;
    Map<String, Tensor> arrived = options.arrived(inputs, step);
    boolean inputComplete = step >= options.inputSteps();
    boolean fired = false;
    boolean openSettled = true;
    boolean settled = true;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Neuron neuron) {
        NeuronLayer layer = layer(node);
        int least = options.schedule().leastDistance(neuron.depth(), time(), options.maxSpike());
        fired |= fire(node, layer, least);
        settled &= layer.isSettled();
        openSettled &= least == Schedule.NEVER || layer.isSettled();
        values.put(node.output(), layer.codes());
      } else if (step <= options.inputSteps() || classes.of(node) != OpClass.STATIC) {
        evaluate(node, arrived);
      }
    }
    lastFired = fired ? step : lastFired;
    atRest = !fired && inputComplete && settled;
    settledSteps += openSettled ? 1 : 0;
  }

  private void evaluate(Node node, Map<String, Tensor> arrived) {
    List<Tensor> made =
        node.op() instanceof Input
            ? List.of(arrived.get(node.name()))
            : evaluator.evaluate(node.op(), operands(node));
    for (int slot = 0; slot < made.size(); slot++) {
      values.put(node.output(slot), made.get(slot));
    }
  }

  private List<Tensor> operands(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      operands.add(input.isAbsent() ? HostOps.ABSENT : values.get(input));
    }
    return operands;
  }

  private NeuronLayer layer(Node node) {
    List<Tensor> operands = operands(node);
    NeuronLayer layer =
        layers.computeIfAbsent(
            node.id(), id -> NeuronLayer.atRest(((Neuron) node.op()).rounding(), operands));
    layer.see(operands.get(0));
    return layer;
  }

  private boolean fire(Node node, NeuronLayer layer, int least) {
    int[] moved = layer.fire(least, options.maxSpike());
    long prefix = SpikeTrainHash.layer(node.id(), step);
    int[] elements = IntStream.range(0, moved.length).filter(i -> moved[i] != 0).toArray();
    for (int element : elements) {
      hash += SpikeTrainHash.event(prefix, element, moved[element]);
    }
    spikes += elements.length;
    if (elements.length > 0) {
      listener.fired(step, node.id(), elements.length);
      int[] sizes = IntStream.of(elements).map(i -> moved[i]).toArray();
      listener.spiked(step, node.id(), elements, sizes);
    }
    return elements.length > 0;
  }

  /** What the schedule goes by. */
  private int time() {
    return options.schedule().waitsForRest() ? 1 + settledSteps : step;
  }

  /** How many steps were made. */
  public int steps() {
    return step;
  }

  /** Whether nothing can fire any more. */
  public boolean atRest() {
    return atRest;
  }

  /** A value as it was at its node's turn in the last step; for a neuron its tracers then. */
  public Tensor value(Value value) {
    return values.get(value);
  }

  /** V of one neuron of a layer in the last step. */
  public float potential(Node layer, int element) {
    return layers.get(layer.id()).potential(element);
  }

  /** θ of one neuron of a layer. */
  public float threshold(Node layer, int element) {
    return layers.get(layer.id()).threshold(element);
  }

  /** The tracers of every layer (i32) by the id of its node. */
  public Map<Integer, Tensor> codes() {
    Map<Integer, Tensor> codes = new LinkedHashMap<>();
    layers.forEach((node, layer) -> codes.put(node, layer.codes()));
    return codes;
  }

  public Map<String, Tensor> outputs() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.put(output.name(), values.get(output.value()));
    }
    return outputs;
  }

  /** What has happened so far; synaptic operations are the backend's, and 0 here. */
  public Activity activity() {
    long neurons = layers.values().stream().mapToLong(NeuronLayer::size).sum();
    return new Activity(lastFired, atRest, neurons, spikes, 0, hash);
  }
}
