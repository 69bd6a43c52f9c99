package org.spikezip.backend.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Value;

/**
 * Tells each unit for which neuron, of the smallest depth, its result is needed first, and whether
 * an output needs it.
 */
final class Gates {
  private Gates() {}

  static void open(Graph graph, List<Unit> units) {
    Map<Integer, Integer> depth = new HashMap<>();
    Map<Integer, Boolean> forOutput = new HashMap<>();
    graph.outputs().forEach(output -> forOutput.put(output.value().node(), true));
    for (int i = units.size() - 1; i >= 0; i--) {
      Unit unit = units.get(i);
      int node = unit.node();
      unit.neededAt(depth.getOrDefault(node, Unit.OUTPUT_DEPTH));
      boolean output = forOutput.getOrDefault(node, false);
      if (output) {
        unit.neededForOutput();
      }
      boolean isNeuron = unit instanceof NeuronUnit;
      if (unit instanceof NeuronUnit neuron) {
        neuron.readAt(depth.getOrDefault(node, Unit.OUTPUT_DEPTH));
      }
      for (Value input : graph.node(node).inputs()) {
        depth.merge(input.node(), unit.gateDepth(), Math::min);
        forOutput.merge(input.node(), output && !isNeuron, Boolean::logicalOr);
      }
    }
  }
}
