package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
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
 * The nodes of a graph that no spike reaches, evaluated by their definitions. Stateless and
 * thread-safe.
 */
public final class StaticPart {
  private final Graph graph;
  private final ReferenceEvaluator evaluator;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Integer> byValue = new HashSet<>();

  /**
   * The static part of a graph.
   *
   * @param classes of the same graph
   */
  public StaticPart(Graph graph, OpClasses classes, ReferenceEvaluator evaluator) {
    this.graph = graph;
    this.evaluator = evaluator;
    for (Node node : graph.nodes()) {
      if (classes.of(node) == OpClass.STATIC) {
        nodes.add(node);
        boolean fromInput = node.inputs().stream().anyMatch(v -> byValue.contains(v.node()));
        if (node.op() instanceof Input || (fromInput && !(node.op() instanceof ShapeOf))) {
          byValue.add(node.id());
        }
      }
    }
  }

  /** Whether the value can differ between inputs of the same shapes. */
  public boolean dependsOnInput(Value value) {
    return byValue.contains(value.node());
  }

  /**
   * All static values.
   *
   * @param inputs tensors by input name
   * @param known values of an earlier evaluation with inputs of the same shapes; those that depend
   *     on shapes alone are taken over
   * @throws SpikezipException MALFORMED if an input is missing or does not fit
   */
  public Map<Value, Tensor> evaluate(Map<String, Tensor> inputs, Map<Value, Tensor> known) {
    Map<Value, Tensor> values = new HashMap<>();
    for (Node node : nodes) {
      if (!byValue.contains(node.id()) && known.containsKey(node.output())) {
        for (int slot = 0; slot < node.outputs().size(); slot++) {
          values.put(node.output(slot), known.get(node.output(slot)));
        }
        continue;
      }
      List<Tensor> made =
          node.op() instanceof Input ? List.of(input(node, inputs)) : evaluate(node, values);
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
          "input \""
              + node.name()
              + "\" of "
              + graph.name()
              + " must be "
              + node.fact()
              + ", found "
              + tensor);
    }
    return tensor;
  }
}
