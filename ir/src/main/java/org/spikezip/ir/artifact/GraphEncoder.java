package org.spikezip.ir.artifact;

import com.google.protobuf.ByteString;
import java.util.Locale;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.artifact.proto.AttributeProto;
import org.spikezip.ir.artifact.proto.CodesProto;
import org.spikezip.ir.artifact.proto.DimProto;
import org.spikezip.ir.artifact.proto.ElementsProto;
import org.spikezip.ir.artifact.proto.FactProto;
import org.spikezip.ir.artifact.proto.GraphProto;
import org.spikezip.ir.artifact.proto.IntegersProto;
import org.spikezip.ir.artifact.proto.NodeProto;
import org.spikezip.ir.artifact.proto.OutputProto;
import org.spikezip.ir.artifact.proto.RealsProto;
import org.spikezip.ir.artifact.proto.ShapeProto;
import org.spikezip.ir.artifact.proto.TextsProto;
import org.spikezip.ir.artifact.proto.ValueProto;

/** A graph as ProtoBuf; its tensors go to a {@link TensorWriter}. */
final class GraphEncoder {
  private final TensorWriter tensors;

  GraphEncoder(TensorWriter tensors) {
    this.tensors = tensors;
  }

  GraphProto encode(Graph graph) {
    GraphProto.Builder proto =
        GraphProto.newBuilder()
            .setName(graph.name())
            .setStage(graph.stage().name().toLowerCase(Locale.ROOT))
            .addAllInputs(graph.inputs())
            .putAllMetadata(graph.metadata());
    graph.nodes().forEach(node -> proto.addNodes(encode(node)));
    graph
        .outputs()
        .forEach(
            output ->
                proto.addOutputs(
                    OutputProto.newBuilder()
                        .setName(output.name())
                        .setValue(encode(output.value()))));
    return proto.addAllTensors(tensors.protos()).build();
  }

  private NodeProto encode(Node node) {
    NodeProto.Builder proto = NodeProto.newBuilder().setName(node.name()).setOp(node.op().name());
    node.inputs().forEach(input -> proto.addInputs(encode(input)));
    node.outputs().forEach(fact -> proto.addOutputs(encode(fact)));
    node.op()
        .attributes()
        .values()
        .forEach((name, value) -> proto.addAttributes(encode(value).setName(name)));
    return proto.build();
  }

  private static ValueProto encode(Value value) {
    return ValueProto.newBuilder().setNode(value.node()).setSlot(value.slot()).build();
  }

  private static FactProto encode(Fact fact) {
    ShapeProto.Builder shape = ShapeProto.newBuilder().setKnown(fact.shape().known());
    fact.shape().dims().forEach(dim -> shape.addDims(encode(dim)));
    FactProto.Builder proto = FactProto.newBuilder().setType(fact.type().symbol()).setShape(shape);
    fact.elements()
        .ifPresent(
            elements -> {
              ElementsProto.Builder values = ElementsProto.newBuilder();
              elements.forEach(dim -> values.addValues(encode(dim)));
              proto.setElements(values);
            });
    fact.codes()
        .ifPresent(c -> proto.setCodes(CodesProto.newBuilder().setMin(c.min()).setMax(c.max())));
    return proto.build();
  }

  private static DimProto encode(Dim dim) {
    return dim.isFixed()
        ? DimProto.newBuilder().setSize(dim.size()).build()
        : DimProto.newBuilder().setSymbol(dim.symbol()).build();
  }

  // Attribute is sealed, but Java 17 has no switch over types yet.
  private AttributeProto.Builder encode(Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder();
    if (attribute instanceof Attribute.Whole a) {
      return proto.setInteger(a.value());
    } else if (attribute instanceof Attribute.Real a) {
      return proto.setReal(a.value());
    } else if (attribute instanceof Attribute.Text a) {
      return proto.setText(a.value());
    } else if (attribute instanceof Attribute.Wholes a) {
      return proto.setIntegers(IntegersProto.newBuilder().addAllValues(a.values()));
    } else if (attribute instanceof Attribute.Reals a) {
      return proto.setReals(RealsProto.newBuilder().addAllValues(a.values()));
    } else if (attribute instanceof Attribute.Texts a) {
      return proto.setTexts(TextsProto.newBuilder().addAllValues(a.values()));
    } else if (attribute instanceof Attribute.Opaque a) {
      return proto.setOpaque(ByteString.copyFrom(a.bytes()));
    } else if (attribute instanceof Attribute.Data a) {
      return proto.setTensor(tensors.add(a.value()));
    }
    throw new AssertionError(attribute);
  }
}
