package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.spikezip.api.OpClasses;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;

/**
 * What the forms of a spiking network have in common.
 *
 * @param table when neurons may fire
 * @param maxSpike how far one moves in a step
 */
record SpikingGraph(Graph graph, FiringTable table, int maxSpike) {
  /** The nodes that the outputs need, in order. */
  List<Node> live() {
    Set<Integer> needed = new HashSet<>(graph.inputs());
    graph.outputs().forEach(o -> needed.add(o.value().node()));
    List<Node> live = new ArrayList<>();
    for (int id = graph.nodes().size() - 1; id >= 0; id--) {
      if (needed.contains(id)) {
        live.add(graph.node(id));
        graph.node(id).inputs().forEach(v -> needed.add(v.node()));
      }
    }
    Collections.reverse(live);
    return live;
  }

  List<Node> neurons() {
    return live().stream().filter(n -> n.op() instanceof Neuron).toList();
  }

  /** The live nodes that no spike reaches. */
  Set<Integer> statics() {
    OpClasses classes = OpClasses.of(graph);
    Set<Integer> statics = new HashSet<>();
    for (Node node : live()) {
      if (classes.of(node) == OpClass.STATIC) {
        statics.add(node.id());
      }
    }
    return statics;
  }

  /** Where a neuron's tracer starts: as many axes as the layer, of size 1 where all are alike. */
  Tensor rest(Node neuron) {
    Tensor rest = graph.constant(neuron.input(4)).orElseThrow();
    Value x = neuron.input(0);
    int rank = graph.fact(x).shape().known() ? graph.fact(x).shape().rank() : rest.rank();
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int own = i - (rank - rest.rank());
      dims[i] = own < 0 ? 1 : rest.dim(own);
    }
    return Tensor.of(rest.ints(), dims);
  }

  /** Distances of the step at a time from 1 on, by depth; of an open table nothing. */
  String distances(String time, OnnxGraph out) {
    if (table.isOpen()) {
      return "";
    }
    String last = out.constant(Tensor.scalar((long) table.least().dim(0)));
    String one = out.constant(Tensor.scalar(1L));
    String row = out.add("Sub", List.of(out.add("Min", List.of(time, last)), one));
    return out.add("Gather", List.of(out.constant(table.least()), row));
  }

  /** A name for each neuron. */
  static Map<Integer, String> byNeuron(List<Node> neurons, Function<Node, String> name) {
    Map<Integer, String> names = new LinkedHashMap<>();
    neurons.forEach(n -> names.put(n.id(), name.apply(n)));
    return names;
  }
}
