package org.spikezip.api.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Every value of one evaluation of a graph. */
public final class Evaluation {
  private final Graph graph;
  private final Map<Value, Tensor> values;

  Evaluation(Graph graph, Map<Value, Tensor> values) {
    this.graph = graph;
    this.values = values;
  }

  /** The tensor of a value of the graph; the codes of a neuron or quantizer are i32. */
  public Tensor value(Value value) {
    Tensor tensor = values.get(value);
    if (tensor == null) {
      throw new IllegalArgumentException(value + " is no value of graph \"" + graph.name() + "\"");
    }
    return tensor;
  }

  /** The results of the graph by name, in order. */
  public Map<String, Tensor> outputs() {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.put(output.name(), value(output.value()));
    }
    return outputs;
  }
}
