package org.spikezip.frontend.onnx.importer;

import com.google.protobuf.ByteString;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.TensorProto.DataLocation;

/** Makes nodes that need nothing but themselves: no comments, no names, no weights elsewhere. */
final class SelfContained {
  private SelfContained() {}

  static NodeProto of(NodeProto node, TensorReader tensors) {
    NodeProto.Builder kept = node.toBuilder().clearDocString().clearName().clearMetadataProps();
    for (AttributeProto.Builder attribute : kept.getAttributeBuilderList()) {
      attribute.clearDocString();
      if (attribute.hasT()) {
        attribute.setT(inline(attribute.getT(), tensors));
      }
      if (attribute.hasG()) {
        attribute.setG(graph(attribute.getG(), tensors));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        attribute.setGraphs(i, graph(attribute.getGraphs(i), tensors));
      }
      for (int i = 0; i < attribute.getTensorsCount(); i++) {
        attribute.setTensors(i, inline(attribute.getTensors(i), tensors));
      }
    }
    return kept.build();
  }

  private static GraphProto graph(GraphProto graph, TensorReader tensors) {
    GraphProto.Builder kept = graph.toBuilder().clearNode().clearDocString();
    graph.getNodeList().forEach(node -> kept.addNode(of(node, tensors)));
    for (int i = 0; i < kept.getInitializerCount(); i++) {
      kept.setInitializer(i, inline(kept.getInitializer(i), tensors));
    }
    return kept.build();
  }

  private static TensorProto inline(TensorProto tensor, TensorReader tensors) {
    return tensor.getDataLocation() == DataLocation.EXTERNAL
        ? tensor.toBuilder()
            .clearExternalData()
            .clearDataLocation()
            .setRawData(ByteString.copyFrom(tensors.read(tensor).bytes()))
            .build()
        : tensor;
  }
}
