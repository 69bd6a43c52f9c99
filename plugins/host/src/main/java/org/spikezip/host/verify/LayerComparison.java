package org.spikezip.host.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;

/**
 * Compares the float model with the quantized network layer by layer: the operand of each layer of
 * neurons with the value of the same name in the float graph. Layers without such a value, which a
 * pass has made, are left out.
 */
public final class LayerComparison {
  private final Graph network;
  private final Map<Node, Value> counterparts;
  private final Graph tapped;

  private LayerComparison(Graph network, Map<Node, Value> counterparts, Graph tapped) {
    this.network = network;
    this.counterparts = counterparts;
    this.tapped = tapped;
  }

  /**
   * A comparison.
   *
   * @param network a spiking network
   * @param floats the float model it came from, canonical
   */
  public static LayerComparison of(Graph network, Graph floats) {
    Map<String, Optional<Node>> ours = named(network);
    Map<String, Optional<Node>> theirs = named(floats);
    Map<Node, Value> counterparts = new LinkedHashMap<>();
    List<GraphOutput> outputs = new ArrayList<>();
    for (Node neuron : network.nodesOf(Neuron.class)) {
      String name = network.node(neuron.input(0)).name();
      boolean mine = ours.getOrDefault(name, Optional.empty()).isPresent();
      Optional<Node> other = theirs.getOrDefault(name, Optional.empty());
      if (mine && other.isPresent() && other.get().fact().type() == ElementType.F32) {
        counterparts.put(neuron, other.get().output());
        outputs.add(new GraphOutput(label(neuron), other.get().output()));
      }
    }
    return new LayerComparison(network, counterparts, floats.withOutputs(outputs));
  }

  /** Nodes of one output by name; empty where several have the same name. */
  private static Map<String, Optional<Node>> named(Graph graph) {
    Map<String, Optional<Node>> named = new HashMap<>();
    for (Node node : graph.nodes()) {
      boolean first = !named.containsKey(node.name()) && node.outputs().size() == 1;
      named.put(node.name(), first ? Optional.of(node) : Optional.empty());
    }
    return named;
  }

  private static String label(Node neuron) {
    return "layer" + neuron.id();
  }

  /**
   * Compares over some samples.
   *
   * @param count how many samples, from the first
   * @return the layers in their order
   */
  public List<LayerFidelity> compare(
      Samples samples, int count, GraphLoader loader, HostOps hostOps) {
    if (counterparts.isEmpty()) {
      return List.of();
    }
    ReferenceEvaluator evaluator = new ReferenceEvaluator(hostOps);
    Map<Node, Sums> sums = new LinkedHashMap<>();
    counterparts.keySet().forEach(neuron -> sums.put(neuron, new Sums()));
    try (Executable executable = loader.loadFloat(tapped, Options.NONE)) {
      for (int i = 0; i < Math.min(count, samples.size()); i++) {
        Map<String, Tensor> inputs = samples.get(i);
        Evaluation dense = evaluator.evaluate(network, inputs);
        Map<String, Tensor> floats =
            executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
        sums.forEach(
            (neuron, sum) -> sum.add(floats.get(label(neuron)), dense.value(neuron.input(0))));
      }
    }
    List<LayerFidelity> layers = new ArrayList<>();
    sums.forEach((neuron, sum) -> sum.result(neuron.name()).ifPresent(layers::add));
    return layers;
  }

  /** Sums over the elements of one layer. */
  private static final class Sums {
    private double expectedPower;
    private double foundPower;
    private double product;
    private double noise;
    private boolean comparable = true;

    void add(Tensor expected, Tensor found) {
      comparable &= Arrays.equals(expected.dims(), found.dims());
      if (!comparable) {
        return;
      }
      float[] a = expected.floats();
      float[] b = found.floats();
      for (int i = 0; i < a.length; i++) {
        expectedPower += (double) a[i] * a[i];
        foundPower += (double) b[i] * b[i];
        product += (double) a[i] * b[i];
        noise += Math.pow(a[i] - (double) b[i], 2);
      }
    }

    Optional<LayerFidelity> result(String name) {
      if (!comparable) {
        return Optional.empty();
      }
      double norms = Math.sqrt(expectedPower * foundPower);
      double cosine = norms == 0 ? (expectedPower == foundPower ? 1 : 0) : product / norms;
      double snr = noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(expectedPower / noise);
      return Optional.of(new LayerFidelity(name, cosine, snr));
    }
  }
}
