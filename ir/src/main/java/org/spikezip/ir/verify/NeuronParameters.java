package org.spikezip.ir.verify;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Quantizer;

/**
 * Quantizers and neurons: θ is constant, positive and finite; S_min ≤ S_max in every channel; the
 * resting code lies between them; all lie within the operator's min and max.
 */
final class NeuronParameters implements Checker {
  private record Seen(Op op, List<Value> parameters) {}

  private record Parameter(String name, Tensor value) {}

  @Override
  public void check(Graph graph, Problems problems) {
    Set<Seen> seen = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Neuron op) {
        if (seen.add(new Seen(op, node.inputs().subList(1, 5)))) {
          check(graph, node, op.min(), op.max(), problems);
        }
      } else if (node.op() instanceof Quantizer op
          && seen.add(new Seen(op, node.inputs().subList(1, 4)))) {
        check(graph, node, op.min(), op.max(), problems);
      }
    }
  }

  private static void check(Graph graph, Node node, int min, int max, Problems problems) {
    checkThreshold(graph, node, problems);
    Optional<Parameter> low = codes(graph, node, 2, "S_min", problems);
    Optional<Parameter> high = codes(graph, node, 3, "S_max", problems);
    Optional<Parameter> rest =
        node.inputs().size() > 4 ? codes(graph, node, 4, "resting code", problems) : low;
    if (low.isPresent() && high.isPresent() && rest.isPresent()) {
      Parameter smallest = new Parameter("min", Tensor.of(new int[] {min}));
      Parameter largest = new Parameter("max", Tensor.of(new int[] {max}));
      checkOrder(node, smallest, low.get(), problems);
      checkOrder(node, low.get(), rest.get(), problems);
      checkOrder(node, rest.get(), high.get(), problems);
      checkOrder(node, high.get(), largest, problems);
    }
  }

  private static void checkThreshold(Graph graph, Node node, Problems problems) {
    Optional<Tensor> threshold = graph.constant(node.input(1));
    if (threshold.isEmpty() || threshold.get().type() != ElementType.F32) {
      problems.add(node, "expected a constant f32 threshold, found " + found(graph, node.input(1)));
      return;
    }
    float[] thetas = threshold.get().floats();
    for (int i = 0; i < thetas.length; i++) {
      if (!(thetas[i] > 0 && thetas[i] < Float.POSITIVE_INFINITY)) {
        problems.add(
            node, "expected positive, finite thresholds, found " + thetas[i] + " at index " + i);
        return;
      }
    }
  }

  private static Optional<Parameter> codes(
      Graph graph, Node node, int input, String name, Problems problems) {
    Optional<Tensor> value =
        graph.constant(node.input(input)).filter(t -> t.type() == ElementType.I32);
    if (value.isEmpty()) {
      String found = found(graph, node.input(input));
      problems.add(node, "expected a constant i32 " + name + ", found " + found);
    }
    return value.map(v -> new Parameter(name, v));
  }

  private static void checkOrder(Node node, Parameter lower, Parameter upper, Problems problems) {
    BroadcastPairs.firstDescent(lower.value(), upper.value())
        .ifPresent(
            pair ->
                problems.add(
                    node, "expected " + lower.name() + " ≤ " + upper.name() + ", found " + pair));
  }

  private static String found(Graph graph, Value value) {
    return value.isAbsent() ? "nothing" : graph.fact(value) + " of " + graph.node(value).describe();
  }
}
