package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.OpClasses;
import org.spikezip.api.Support;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Synapse;

/**
 * What this backend can take. Operators without a kernel are evaluated on this machine, so what is
 * left are codes in places where only numbers are defined, and parameters that are no constants.
 */
final class Supported {
  private final Graph graph;
  private final OpClasses classes;
  private final List<String> reasons = new ArrayList<>();

  private Supported(Graph graph) {
    this.graph = graph;
    classes = OpClasses.of(graph);
  }

  static Support of(Graph graph) {
    if (graph.stage() != Stage.SPIKING) {
      return new Support.Unsupported(List.of("the graph is " + graph.stage() + ", not SPIKING"));
    }
    Supported all = new Supported(graph);
    graph.nodes().forEach(all::look);
    return all.reasons.isEmpty() ? new Support.Supported() : new Support.Unsupported(all.reasons);
  }

  private void look(Node node) {
    if (classes.of(node) == OpClass.STATIC) {
      return;
    }
    int firstConstant = firstConstant(node.op(), node.inputs().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      if (input.isAbsent()) {
        continue;
      }
      if (spikes(input) && !takesCodes(node.op(), i, node.inputs().size())) {
        reasons.add(node.describe() + " takes codes, but only numbers are defined for it");
      }
      if (i >= firstConstant && graph.constant(input).isEmpty()) {
        reasons.add(node.describe() + ": input " + i + " must be a constant");
      }
    }
  }

  private boolean spikes(Value value) {
    return graph.fact(value).isCodes() && classes.of(graph.node(value)) != OpClass.STATIC;
  }

  private static boolean takesCodes(Op op, int input, int inputs) {
    if (op instanceof Bilinear) {
      return input < 2;
    }
    return (op instanceof Synapse || op instanceof Decode)
        ? input == 0
        : RouteMap.isRoute(op) && input < RouteMap.movedInputs(op, inputs);
  }

  private static int firstConstant(Op op, int inputs) {
    if (op instanceof Neuron || op instanceof Synapse || op instanceof Decode) {
      return 1;
    }
    return op instanceof Bilinear ? 2 : inputs;
  }
}
