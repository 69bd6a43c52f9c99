package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.ShapeOf;

/**
 * The nodes that no spike reaches, evaluated on this machine by their definitions before a run.
 * Stateless and thread-safe.
 */
final class StaticPart {
  private final Graph graph;
  private final ReferenceEvaluator evaluator;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Integer> ofInputs = new HashSet<>();

  StaticPart(Graph graph, ReferenceEvaluator evaluator) {
    this.graph = graph;
    this.evaluator = evaluator;
    OpClasses classes = OpClasses.of(graph);
    for (Node node : graph.nodes()) {
      if (classes.of(node) == OpClass.STATIC) {
        nodes.add(node);
        boolean reads = node.inputs().stream().anyMatch(v -> ofInputs.contains(v.node()));
        if (node.op() instanceof Input || (reads && !(node.op() instanceof ShapeOf))) {
          ofInputs.add(node.id());
        }
      }
    }
  }

  /** Whether the value can differ between inputs of the same shapes. */
  boolean dependsOnInput(Value value) {
    return ofInputs.contains(value.node());
  }

  /**
   * All static values.
   *
   * @param inputs as far as they have arrived
   * @param known values of inputs of the same shapes; those that depend on shapes alone are kept
   */
  Map<Value, Tensor> evaluate(Map<String, Tensor> inputs, Map<Value, Tensor> known) {
    Map<Value, Tensor> values = new HashMap<>();
    for (Node node : nodes) {
      List<Tensor> made = new ArrayList<>();
      if (node.op() instanceof Input) {
        made.add(input(node, inputs));
      } else if (!ofInputs.contains(node.id()) && known.containsKey(node.output())) {
        for (int slot = 0; slot < node.outputs().size(); slot++) {
          made.add(known.get(node.output(slot)));
        }
      } else {
        made.addAll(evaluate(node, values));
      }
      for (int slot = 0; slot < made.size(); slot++) {
        values.put(node.output(slot), made.get(slot));
      }
    }
    return values;
  }

  private List<Tensor> evaluate(Node node, Map<Value, Tensor> values) {
    List<Tensor> operands =
        node.inputs().stream().map(v -> v.isAbsent() ? HostOps.ABSENT : values.get(v)).toList();
    try {
      return evaluator.evaluate(node.op(), operands);
    } catch (SpikezipException e) {
      throw e.in("node " + node.describe());
    }
  }

  private Tensor input(Node node, Map<String, Tensor> inputs) {
    Tensor tensor = inputs.get(node.name());
    if (tensor == null) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "input \"" + node.name() + "\" is missing; given are " + inputs.keySet(),
          "name the arrays as the model names its inputs");
    }
    if (!node.fact().compatible(tensor.fact())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          String.format(
              "input \"%s\" of %s must be %s, found %s",
              node.name(), graph.name(), node.fact(), tensor));
    }
    return tensor;
  }
}
