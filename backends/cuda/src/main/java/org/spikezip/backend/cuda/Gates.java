package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;

/**
 * Tells each unit for which neuron, of the smallest depth, its result is needed first, and whether
 * an output needs it.
 */
final class Gates {
  private Gates() {}

  static void open(Graph graph, List<Unit> units) {
    Map<Integer, List<Unit>> ofNode = new HashMap<>();
    units.forEach(unit -> ofNode.computeIfAbsent(unit.node(), n -> new ArrayList<>()).add(unit));
    Map<Integer, Integer> depth = new HashMap<>();
    Set<Integer> forOutput = new HashSet<>();
    graph.outputs().forEach(output -> forOutput.add(output.value().node()));
    for (int id = graph.nodes().size() - 1; id >= 0; id--) {
      Node node = graph.node(id);
      boolean output = forOutput.contains(id);
      boolean fires = node.op() instanceof Neuron;
      int needed = depth.getOrDefault(id, Unit.OUTPUT_DEPTH);
      int own = node.op() instanceof Neuron neuron ? Math.min(needed, neuron.depth()) : needed;
      for (Unit unit : ofNode.getOrDefault(id, List.of())) {
        unit.neededAt(own);
        if (output && !fires) {
          unit.neededForOutput();
        }
      }
      for (Value input : node.inputs()) {
        depth.merge(input.node(), own, Math::min);
        if (output && !fires) {
          forOutput.add(input.node());
        }
      }
    }
  }
}
