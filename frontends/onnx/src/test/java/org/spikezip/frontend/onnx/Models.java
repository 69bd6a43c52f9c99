package org.spikezip.frontend.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.StringStringEntryProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** Pieces of ONNX models for tests. Names in a list are separated by blanks. */
final class Models {
  private Models() {}

  static NodeProto node(String type, String inputs, String outputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(names(inputs))
        .addAllOutput(names(outputs))
        .build();
  }

  static List<String> names(String names) {
    return Arrays.stream(names.split(" ")).filter(n -> !n.isEmpty()).toList();
  }

  /** A graph with input x of floats {@code [n,3]} and these outputs. */
  static GraphProto.Builder graph(String outputs, NodeProto... nodes) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    Shape shape = Shape.of(List.of(Dim.symbol("n"), Dim.of(3)));
    graph.addInput(ValueInfos.declare("x", Fact.of(ElementType.F32, shape)));
    graph.addAllNode(Arrays.asList(nodes));
    names(outputs).forEach(o -> graph.addOutput(ValueInfoProto.newBuilder().setName(o)));
    return graph;
  }

  static ModelProto.Builder model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("tests")
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
  }

  static TensorProto.Builder floats(String name, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addDims(values.length)
        .setRawData(ByteString.copyFrom(bytes));
  }

  /** Three floats in another file. */
  static TensorProto.Builder external(String name, String location, String... more) {
    TensorProto.Builder tensor =
        floats(name, 0, 0, 0)
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location));
    for (int i = 0; i < more.length; i += 2) {
      tensor.addExternalData(entry(more[i], more[i + 1]));
    }
    return tensor;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** y = x + w with these weights. */
  static ModelProto.Builder adding(TensorProto.Builder weights) {
    return model(graph("y", node("Add", "x w", "y")).addInitializer(weights.setName("w")));
  }
}
