package org.spikezip.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Synapse;

/**
 * Makes the spikes of a step arrive in another order: before every product stands a route that
 * permutes the summed axis, and the other operand is permuted alike. Networks of different orders
 * have the same nodes, so that their spike trains must have the same hash.
 */
final class DeliveryOrder {
  private final Graph graph;
  private final IntFunction<int[]> order;
  private final GraphBuilder builder;
  private final Map<Value, Value> made = new HashMap<>();

  private DeliveryOrder(Graph graph, IntFunction<int[]> order) {
    this.graph = graph;
    this.order = order;
    builder = new GraphBuilder(graph.name());
  }

  /** The network for inputs of these shapes, with routes that change nothing. */
  static Graph natural(Graph graph, Map<String, Tensor> inputs) {
    return new DeliveryOrder(graph, DeliveryOrder::identity).build(inputs);
  }

  /** The same with random orders. */
  static Graph shuffled(Graph graph, Map<String, Tensor> inputs, SplittableRandom random) {
    return new DeliveryOrder(graph, n -> NetworkBuilder.permutation(random, n)).build(inputs);
  }

  private static int[] identity(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    return order;
  }

  private Graph build(Map<String, Tensor> inputs) {
    for (Node node : graph.nodes()) {
      List<Value> values;
      if (node.op() instanceof Input) {
        Tensor tensor = inputs.get(node.name());
        Fact fact = Fact.of(tensor.type(), Shape.of(tensor.dims()));
        values = List.of(builder.input(node.name(), fact));
      } else {
        values = builder.add(node.name(), node.op(), operands(node));
      }
      for (int slot = 0; slot < values.size(); slot++) {
        made.put(node.output(slot), values.get(slot));
      }
    }
    graph.outputs().forEach(o -> builder.output(o.name(), made.get(o.value())));
    return builder.build(graph.stage());
  }

  private List<Value> operands(Node node) {
    List<Value> operands = new ArrayList<>();
    node.inputs().forEach(v -> operands.add(v.isAbsent() ? v : made.get(v)));
    if (node.op() instanceof Synapse) {
      int[] moved = order.apply(size(operands.get(0), 1));
      operands.set(0, permuted(operands.get(0), -1, moved));
      operands.set(
          1, builder.constant("weights", rows(graph.constant(node.input(1)).get(), moved)));
    } else if (node.op() instanceof Bilinear) {
      int[] moved = order.apply(size(operands.get(0), 1));
      operands.set(0, permuted(operands.get(0), -1, moved));
      operands.set(1, permuted(operands.get(1), -2, moved));
    }
    return operands;
  }

  private int size(Value value, int back) {
    List<Dim> dims = builder.fact(value).shape().dims();
    return (int) dims.get(dims.size() - back).size();
  }

  private Value permuted(Value codes, int axis, int[] moved) {
    long[] indices = Arrays.stream(moved).asLongStream().toArray();
    Value index = builder.constant("order", Tensor.of(indices, indices.length));
    int front = builder.fact(codes).shape().rank() + axis;
    return builder.add("ordered", new Gather(front), codes, index);
  }

  private static Tensor rows(Tensor weights, int[] moved) {
    int columns = weights.dim(1);
    long[] all = weights.longs();
    long[] values = new long[all.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = all[moved[i / columns] * columns + i % columns];
    }
    return Tensor.ofLongs(weights.type(), values, weights.dims());
  }
}
