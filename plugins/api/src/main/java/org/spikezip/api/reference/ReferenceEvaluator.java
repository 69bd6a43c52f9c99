package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;

/** Evaluates operators and whole graphs of any stage, densely. Stateless and thread-safe. */
public final class ReferenceEvaluator {
  private final HostOps hostOps;

  /**
   * An evaluator.
   *
   * @param hostOps evaluates what is not canonical
   */
  public ReferenceEvaluator(HostOps hostOps) {
    this.hostOps = hostOps;
  }

  /**
   * The outputs of one operator.
   *
   * @param inputs in order; {@link HostOps#ABSENT} for one left out
   * @throws SpikezipException if it does not accept these inputs
   */
  public List<Tensor> evaluate(Op op, List<Tensor> inputs) {
    return op instanceof HostOp host
        ? hostOps.evaluate(host, inputs)
        : Definitions.evaluate(op, inputs);
  }

  /**
   * All values of a graph.
   *
   * @param inputs a tensor for each input, by name
   * @throws SpikezipException MALFORMED if an input is missing or does not fit
   */
  public Evaluation evaluate(Graph graph, Map<String, Tensor> inputs) {
    Map<Value, Tensor> values = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Tensor> made;
      try {
        made = node.op() instanceof Input ? List.of(input(node, inputs)) : evaluate(node, values);
      } catch (SpikezipException e) {
        throw e.in("node " + node.describe());
      }
      for (int slot = 0; slot < made.size(); slot++) {
        values.put(node.output(slot), made.get(slot));
      }
    }
    return new Evaluation(graph, values);
  }

  private List<Tensor> evaluate(Node node, Map<Value, Tensor> values) {
    List<Tensor> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      operands.add(input.isAbsent() ? HostOps.ABSENT : values.get(input));
    }
    return evaluate(node.op(), operands);
  }

  /**
   * Does nothing if there is a tensor for each input of a graph that fits it.
   *
   * @throws SpikezipException MALFORMED if one is missing, or of another type or shape, naming both
   */
  public static void requireInputs(Graph graph, Map<String, Tensor> inputs) {
    for (Node node : graph.inputNodes()) {
      try {
        input(node, inputs);
      } catch (SpikezipException e) {
        throw e.in("node " + node.describe());
      }
    }
  }

  private static Tensor input(Node node, Map<String, Tensor> inputs) {
    Tensor tensor = inputs.get(node.name());
    if (tensor == null) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "input \"" + node.name() + "\" is missing; given are " + inputs.keySet());
    }
    if (!node.fact().compatible(tensor.fact())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "expected " + node.fact() + ", found " + tensor);
    }
    return tensor;
  }
}
