package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;

/** Small values of the graph that do not depend on any input. */
final class ConstantFold {
  private static final int MOST_NODES = 64;
  private static final int MOST_ELEMENTS = 4096;

  private final GraphBuilder builder;
  private final ReferenceEvaluator evaluator = new ReferenceEvaluator(HostOps.NONE);

  ConstantFold(GraphBuilder builder) {
    this.builder = builder;
  }

  /** The tensor, if few nodes make it from constants alone. */
  Optional<Tensor> fold(Value value) {
    return fold(value, new int[] {MOST_NODES});
  }

  private Optional<Tensor> fold(Value value, int[] nodes) {
    if (value.isAbsent()) {
      return Optional.of(HostOps.ABSENT);
    }
    Fact fact = builder.fact(value);
    if (fact.elements().isPresent() && fact.elements().get().stream().allMatch(Dim::isFixed)) {
      return Optional.of(numbers(fact));
    }
    Node node = builder.node(value);
    boolean small = node.outputs().stream().allMatch(ConstantFold::isSmall);
    if (!small || nodes[0]-- <= 0 || node.op() instanceof HostOp || node.op() instanceof Input) {
      return Optional.empty();
    }
    if (node.op() instanceof Constant constant) {
      return Optional.of(constant.value());
    }
    List<Tensor> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Optional<Tensor> known = fold(input, nodes);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(known.get());
    }
    return Optional.of(evaluator.evaluate(node.op(), inputs).get(value.slot()));
  }

  private static boolean isSmall(Fact fact) {
    return fact.shape().isFixed() && fact.shape().elements().size() <= MOST_ELEMENTS;
  }

  private static Tensor numbers(Fact fact) {
    long[] numbers = fact.elements().get().stream().mapToLong(Dim::size).toArray();
    int[] dims = fact.shape().rank() == 0 ? new int[0] : new int[] {numbers.length};
    ElementType type = fact.type().isFloat() ? ElementType.I64 : fact.type();
    return Tensor.ofLongs(type, numbers, dims);
  }
}
