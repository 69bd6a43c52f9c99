package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.rewrite.GraphPatch;

/**
 * Writes the quantized network beside the float graph. Visit the nodes in their order: what is
 * added takes the values that have replaced those of the float graph so far.
 */
final class QannBuilder implements NodeWriter {
  private final Graph graph;
  private final GraphPatch.Builder patch;
  private final Map<Value, Value> replaced = new HashMap<>();

  QannBuilder(Graph graph) {
    this.graph = graph;
    patch = GraphPatch.on(graph);
  }

  @Override
  public Value constant(String name, Tensor tensor) {
    return patch.constant(name, tensor);
  }

  @Override
  public Value add(String name, Op op, Value... inputs) {
    return addAll(name, op, List.of(inputs)).get(0);
  }

  List<Value> addAll(String name, Op op, List<Value> inputs) {
    return patch.add(name, op, inputs.stream().map(v -> replaced.getOrDefault(v, v)).toList());
  }

  void replace(Value from, Value to) {
    patch.redirect(from, to);
    replaced.put(from, to);
  }

  Fact fact(Value value) {
    return patch.fact(value);
  }

  Graph build() {
    return patch.because("").apply(graph);
  }
}
