package org.spikezip.backend.onnx;

import java.util.Map;
import java.util.TreeMap;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.rewrite.GraphPatch;

/**
 * Writes a graph as an ONNX model. Inputs and outputs keep their names; every other value is named
 * by its node's id.
 */
final class OnnxWriter {
  /**
   * What we write if nothing in the graph says otherwise: the first with 4-bit and block scales.
   */
  private static final int OPSET = 21;

  private static final int IR_VERSION = 10;

  private OnnxWriter() {}

  /** Writes what the outputs need; ONNX Runtime rejects external weights that nobody uses. */
  static OnnxModel write(Graph whole) {
    Graph graph = GraphPatch.on(whole).because("").apply(whole);
    Map<String, Integer> opsets = opsets(graph);
    OnnxGraph out = new OnnxGraph(graph, opsets.get(""));
    for (Node node : graph.nodes()) {
      Emitters.FLOAT.emit(node, out);
    }
    for (GraphOutput output : graph.outputs()) {
      out.output(output);
    }
    return model(out, opsets);
  }

  /** A model of one graph. */
  static OnnxModel model(OnnxGraph out, Map<String, Integer> opsets) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("spikezip")
            .setGraph(out.proto());
    opsets.forEach(
        (domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return new OnnxModel(model.build(), out.weights());
  }

  /** Operators of the host must keep the version they were written for; ours adapt. */
  static Map<String, Integer> opsets(Graph graph) {
    Map<String, Integer> opsets = new TreeMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof HostOp host) {
        opsets.merge(host.domain(), host.opset(), Math::max);
      }
    }
    opsets.putIfAbsent("com.microsoft", 1);
    opsets.putIfAbsent("", OPSET);
    return opsets;
  }
}
