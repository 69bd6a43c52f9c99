package org.spikezip.backend.onnx;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;

/** Makes ONNX models of a few nodes. Names in a list are separated by blanks; {@code _} is none. */
final class TinyModel {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
  private final int opset;

  TinyModel(int opset) {
    this.opset = opset;
  }

  /** An input of floats; −1 is a free dimension. */
  TinyModel input(String name, long... dims) {
    return input(name, ElementType.F32, dims);
  }

  TinyModel input(String name, ElementType type, long... dims) {
    List<Dim> shape =
        Arrays.stream(dims).mapToObj(d -> d < 0 ? Dim.symbol("n" + -d) : Dim.of(d)).toList();
    graph.addInput(ValueInfos.declare(name, Fact.of(type, Shape.of(shape))));
    return this;
  }

  TinyModel constant(String name, Tensor tensor) {
    graph.addInitializer(proto(name, tensor));
    return this;
  }

  TinyModel numbers(String name, long... values) {
    return constant(name, Tensor.of(values, values.length));
  }

  TinyModel node(String type, String inputs, String outputs, AttributeProto... attributes) {
    return node("", type, inputs, outputs, attributes);
  }

  TinyModel node(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  TinyModel microsoft(String type, String inputs, String outputs, AttributeProto... attributes) {
    return node("com.microsoft", type, inputs, outputs, attributes);
  }

  private TinyModel node(
      String domain, String type, String inputs, String outputs, AttributeProto... attributes) {
    graph.addNode(protoNode(domain, type, inputs, outputs, attributes));
    return this;
  }

  static NodeProto protoNode(
      String domain, String type, String inputs, String outputs, AttributeProto... attributes) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(type)
        .addAllInput(names(inputs))
        .addAllOutput(names(outputs))
        .addAllAttribute(Arrays.asList(attributes))
        .build();
  }

  private static List<String> names(String names) {
    return Arrays.stream(names.split(" "))
        .filter(n -> !n.isEmpty())
        .map(n -> n.equals("_") ? "" : n)
        .toList();
  }

  TinyModel output(String... names) {
    for (String name : names) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    }
    return this;
  }

  static TensorProto proto(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementTypes.onnx(tensor.type()))
            .setRawData(ByteString.copyFrom(tensor.bytes()));
    Arrays.stream(tensor.dims()).forEach(proto::addDims);
    return proto.build();
  }

  ModelProto proto() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setGraph(graph)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .build();
  }

  Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("tiny.onnx"), proto().toByteArray());
  }
}
