package org.spikezip.ir.artifact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.artifact.proto.AttributeProto;
import org.spikezip.ir.artifact.proto.CodesProto;
import org.spikezip.ir.artifact.proto.DimProto;
import org.spikezip.ir.artifact.proto.FactProto;
import org.spikezip.ir.artifact.proto.GraphProto;
import org.spikezip.ir.artifact.proto.NodeProto;
import org.spikezip.ir.artifact.proto.ShapeProto;
import org.spikezip.ir.artifact.proto.ValueProto;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.OpSet;

/** A graph from ProtoBuf; whether it makes sense, the verifier says afterwards. */
final class GraphDecoder {
  private static final String AGAIN = "compile the model again";

  private final OpSet operators;
  private final List<Tensor> tensors;

  GraphDecoder(OpSet operators, List<Tensor> tensors) {
    this.operators = operators;
    this.tensors = tensors;
  }

  Graph decode(GraphProto proto) {
    List<Node> nodes = new ArrayList<>();
    for (NodeProto node : proto.getNodesList()) {
      try {
        nodes.add(decode(nodes.size(), node));
      } catch (SpikezipException e) {
        throw e.in("node #" + nodes.size() + " \"" + node.getName() + "\"");
      }
    }
    List<GraphOutput> outputs =
        proto.getOutputsList().stream()
            .map(o -> new GraphOutput(o.getName(), decode(o.getValue())))
            .toList();
    return new Graph(
        proto.getName(),
        stage(proto.getStage()),
        nodes,
        proto.getInputsList(),
        outputs,
        new TreeMap<>(proto.getMetadataMap()));
  }

  private static Stage stage(String symbol) {
    for (Stage stage : Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(symbol)) {
        return stage;
      }
    }
    throw Header.malformed("unknown stage '" + symbol + "'", AGAIN);
  }

  private Node decode(int id, NodeProto proto) {
    List<Fact> outputs = proto.getOutputsList().stream().map(GraphDecoder::decode).toList();
    SortedMap<String, Attribute> attributes = new TreeMap<>();
    for (AttributeProto attribute : proto.getAttributesList()) {
      attributes.put(attribute.getName(), decode(attribute));
    }
    Op op = operators.create(proto.getOp(), Attributes.of(attributes), outputs);
    List<Value> inputs = proto.getInputsList().stream().map(GraphDecoder::decode).toList();
    return new Node(id, proto.getName(), op, inputs, outputs);
  }

  private static Value decode(ValueProto proto) {
    return new Value(proto.getNode(), proto.getSlot());
  }

  private static Fact decode(FactProto proto) {
    ElementType type = ElementType.ofSymbol(proto.getType());
    Optional<List<Dim>> elements =
        proto.hasElements()
            ? Optional.of(dims(proto.getElements().getValuesList()))
            : Optional.empty();
    Optional<CodeRange> codes =
        proto.hasCodes() ? Optional.of(decode(proto.getCodes())) : Optional.empty();
    return new Fact(type, decode(proto.getShape()), elements, codes);
  }

  private static Shape decode(ShapeProto proto) {
    return proto.getKnown() ? Shape.of(dims(proto.getDimsList())) : Shape.UNKNOWN;
  }

  private static List<Dim> dims(List<DimProto> protos) {
    return protos.stream().map(GraphDecoder::decode).toList();
  }

  private static Dim decode(DimProto proto) {
    return proto.getSymbol().isEmpty() ? Dim.of(proto.getSize()) : Dim.symbol(proto.getSymbol());
  }

  private static CodeRange decode(CodesProto proto) {
    if (proto.getMin() > proto.getMax()) {
      throw Header.malformed("empty code range " + proto.getMin() + ".." + proto.getMax(), AGAIN);
    }
    return new CodeRange(proto.getMin(), proto.getMax());
  }

  private Attribute decode(AttributeProto proto) {
    return switch (proto.getValueCase()) {
      case INTEGER -> new Attribute.Whole(proto.getInteger());
      case REAL -> new Attribute.Real(proto.getReal());
      case TEXT -> new Attribute.Text(proto.getText());
      case INTEGERS -> new Attribute.Wholes(proto.getIntegers().getValuesList());
      case REALS -> new Attribute.Reals(proto.getReals().getValuesList());
      case TEXTS -> new Attribute.Texts(proto.getTexts().getValuesList());
      case OPAQUE -> new Attribute.Opaque(proto.getOpaque().toByteArray());
      case TENSOR -> new Attribute.Data(tensor(proto.getTensor()));
      case VALUE_NOT_SET ->
          throw Header.malformed("attribute '" + proto.getName() + "' has no value", AGAIN);
    };
  }

  private Tensor tensor(int index) {
    if (index < 0 || index >= tensors.size()) {
      throw Header.malformed(
          "expected one of " + tensors.size() + " tensors, found number " + index, AGAIN);
    }
    return tensors.get(index);
  }
}
