package org.spikezip.pass.spike;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.MacCount;
import org.spikezip.api.OpClasses;
import org.spikezip.api.Pass;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.verify.GraphVerifier;

/**
 * Replaces each quantizer by the neuron that comes to rest at its code.
 *
 * <pre>
 * %4 = quantizer(%0, %1, %2, %3) {max=15, min=-16, rounding="half_even"}
 * →
 * %5 = constant {value=i32[] [0]}
 * %4 = neuron(%0, %1, %2, %3, %5) {depth=1, max=15, min=-16, rounding="half_even"}
 * </pre>
 *
 * <p>The resting code is the quantizer's own where it has one, else 0 clipped into the range. Its
 * counts are the nodes of each class.
 */
public final class SpikePass implements Pass {
  @Override
  public String id() {
    return "spike";
  }

  @Override
  public String description() {
    return "makes a neuron of every quantizer and gives it its depth";
  }

  @Override
  public Stage from() {
    return Stage.QUANTIZED;
  }

  @Override
  public Stage to() {
    return Stage.SPIKING;
  }

  @Override
  public PassResult run(Graph graph, PassContext context) {
    NeuronDepths depths = NeuronDepths.of(graph);
    GraphPatch.Builder patch = GraphPatch.on(graph);
    for (Node node : graph.nodesOf(Quantizer.class)) {
      Quantizer q = (Quantizer) node.op();
      List<Value> inputs = new ArrayList<>(node.inputs().subList(0, 4));
      inputs.add(
          node.hasInput(4)
              ? node.input(4)
              : patch.constant(node.name() + ".rest", restingCode(graph, node)));
      Neuron neuron = new Neuron(q.rounding(), q.min(), q.max(), depths.of(node));
      patch.redirect(node.output(), patch.add(node.name(), neuron, inputs).get(0));
    }
    Graph spiking = patch.because("").apply(graph).withStage(Stage.SPIKING);
    GraphVerifier.verify(spiking);
    return new PassResult(spiking, counts(spiking), notes(spiking));
  }

  private static Tensor restingCode(Graph graph, Node quantizer) {
    return RestingCode.of(range(graph, quantizer, 2), range(graph, quantizer, 3));
  }

  private static Tensor range(Graph graph, Node quantizer, int input) {
    return graph
        .constant(quantizer.input(input))
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.UNSUPPORTED,
                    "the range of " + quantizer.describe() + " is not constant"));
  }

  private static SortedMap<String, Integer> counts(Graph graph) {
    OpClasses classes = OpClasses.of(graph);
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      counts.merge(classes.of(node).symbol(), 1, Integer::sum);
    }
    return counts;
  }

  private static List<String> notes(Graph graph) {
    List<String> notes = new ArrayList<>();
    int layers = graph.nodesOf(Neuron.class).size();
    notes.add(layers + " layers of neurons, " + NeuronDepths.of(graph).largest() + " deep");
    MacCount macs = MacCount.of(graph, Map.of());
    notes.add(
        String.format(
            Locale.ROOT,
            "%.1f%% of the multiply-accumulates are driven by spikes",
            100 * macs.spikingShare()));
    OpClasses classes = OpClasses.of(graph);
    List<String> hosts =
        graph.nodes().stream()
            .filter(n -> classes.of(n) == OpClass.HOST)
            .map(Node::name)
            .limit(8)
            .toList();
    if (!hosts.isEmpty()) {
      notes.add("evaluated by another runtime at every change: " + String.join(", ", hosts));
    }
    return notes;
  }
}
