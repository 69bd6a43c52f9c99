package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;

/**
 * The numbers of values that depend on constants alone, evaluated when asked for. Canonicalize has
 * folded most; dequantizations of constants it leaves.
 */
final class Constants {
  private final Graph graph;
  private final ReferenceEvaluator evaluator;
  private final boolean[] constant;
  private final Map<Integer, List<Tensor>> known = new HashMap<>();

  Constants(Graph graph, ReferenceEvaluator evaluator) {
    this.graph = graph;
    this.evaluator = evaluator;
    constant = new boolean[graph.nodes().size()];
    for (Node node : graph.nodes()) {
      constant[node.id()] =
          !(node.op() instanceof Input)
              && !(node.op() instanceof HostOp)
              && node.inputs().stream().allMatch(this::is);
    }
  }

  /** Whether the value is absent or depends on constants alone. */
  boolean is(Value value) {
    return value.isAbsent() || constant[value.node()];
  }

  /** The tensor of a value; empty if it is absent or not constant. */
  Optional<Tensor> of(Value value) {
    return value.isAbsent() || !is(value) ? Optional.empty() : Optional.of(evaluate(value));
  }

  /** The number of a value that is a single constant float. */
  OptionalDouble number(Value value) {
    Optional<Tensor> constant = of(value).filter(t -> t.size() == 1 && t.type() == ElementType.F32);
    return constant.isPresent()
        ? OptionalDouble.of(constant.get().floats()[0])
        : OptionalDouble.empty();
  }

  private Tensor evaluate(Value value) {
    Node node = graph.node(value);
    if (node.op() instanceof Constant c) {
      return c.value();
    }
    List<Tensor> made = known.get(node.id());
    if (made == null) {
      made = evaluator.evaluate(node.op(), operands(node));
      known.put(node.id(), made);
    }
    return made.get(value.slot());
  }

  private List<Tensor> operands(Node node) {
    List<Tensor> operands = new ArrayList<>();
    for (Value input : node.inputs()) {
      operands.add(input.isAbsent() ? HostOps.ABSENT : evaluate(input));
    }
    return operands;
  }
}
