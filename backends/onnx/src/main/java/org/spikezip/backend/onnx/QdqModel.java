package org.spikezip.backend.onnx;

import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;

/**
 * The quantized network, dense: every neuron as QuantizeLinear and DequantizeLinear. Codes are
 * decoded with scale 1 and products scaled afterwards, so that sums stay exact.
 */
final class QdqModel {
  private QdqModel() {}

  static OnnxModel of(SpikingGraph network) {
    Graph graph = network.graph();
    Map<String, Integer> opsets = OnnxWriter.opsets(graph);
    OnnxGraph out = new OnnxGraph(graph, opsets.get(""), ElementType.F32);
    Emitters emitters = Emitters.quantized();
    network.live().forEach(node -> emitters.emit(node, out));
    for (GraphOutput output : graph.outputs()) {
      out.output(output);
    }
    Floats f = new Floats(out);
    for (Node n : network.neurons()) {
      String codes = f.cast(out.name(n.output()), ElementType.I32);
      StepModel.result("code." + n.id(), codes, ElementType.I32, out);
    }
    return OnnxWriter.model(out, opsets);
  }
}
