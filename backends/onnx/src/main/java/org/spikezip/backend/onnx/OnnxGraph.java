package org.spikezip.backend.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.StringStringEntryProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;

/** An ONNX graph as it is being written. */
final class OnnxGraph {
  /** Smaller tensors stand in the model itself; larger ones are handed over where they lie. */
  private static final int INLINE_BYTES = 4096;

  private final Graph graph;
  private final int opset;
  private final ElementType codes;
  private final OnnxGraph outer;
  private final GraphProto.Builder proto = GraphProto.newBuilder();
  private final Map<String, Tensor> weights = new HashMap<>();
  private final Map<Float, String> scalars = new HashMap<>();
  private final Map<Value, String> names;
  private final Set<String> taken = new HashSet<>();
  private final String prefix;
  private int fresh;

  OnnxGraph(Graph graph, int opset) {
    this(graph, opset, ElementType.I32);
  }

  /**
   * A graph without nodes.
   *
   * @param codes how codes of neurons are held
   */
  OnnxGraph(Graph graph, int opset, ElementType codes) {
    this.graph = graph;
    this.opset = opset;
    this.codes = codes;
    this.outer = this;
    this.names = new HashMap<>();
    this.prefix = freePrefix(graph);
    proto.setName(graph.name().isEmpty() ? "graph" : graph.name());
  }

  private OnnxGraph(OnnxGraph outer, String name) {
    this.graph = outer.graph;
    this.opset = outer.opset;
    this.codes = outer.codes;
    this.outer = outer;
    this.names = outer.names;
    this.prefix = outer.prefix;
    proto.setName(name);
  }

  /**
   * The body of a node with a subgraph. It sees the values of this graph; its constants stand in
   * this graph, so that they exist once.
   */
  OnnxGraph body(String name) {
    return new OnnxGraph(this, name);
  }

  /** The graph that a body stands in; any other graph itself. */
  OnnxGraph outer() {
    return outer;
  }

  /** A start that no name of the user has. */
  private static String freePrefix(Graph graph) {
    Set<String> used = new HashSet<>();
    graph.inputNodes().forEach(n -> used.add(n.name()));
    graph.outputs().forEach(o -> used.add(o.name()));
    String prefix = "%";
    while (startsAny(used, prefix)) {
      prefix += "%";
    }
    return prefix;
  }

  private static boolean startsAny(Set<String> names, String prefix) {
    return names.stream().anyMatch(n -> n.startsWith(prefix));
  }

  /** The version of ONNX's own operator set that is being written. */
  int opset() {
    return opset;
  }

  Fact fact(Value value) {
    return value.isAbsent() ? Op.ABSENT : graph.fact(value);
  }

  Node node(Value value) {
    return graph.node(value);
  }

  Optional<Tensor> constant(Value value) {
    return graph.constant(value);
  }

  ElementType type(Node node, int input) {
    Fact fact = fact(node.input(input));
    return fact.isCodes() ? codes : fact.type();
  }

  /** Says which name a value has. */
  void name(Value value, String name) {
    names.put(value, name);
  }

  /** The name of a value; empty for one left out. */
  String name(Value value) {
    if (value.isAbsent()) {
      return "";
    }
    return names.computeIfAbsent(
        value, v -> prefix + v.node() + (v.slot() == 0 ? "" : "#" + v.slot()));
  }

  List<String> inputs(Node node) {
    return node.inputs().stream().map(this::name).toList();
  }

  List<String> outputs(Node node) {
    List<String> all = new ArrayList<>();
    for (int slot = 0; slot < node.outputs().size(); slot++) {
      all.add(name(node.output(slot)));
    }
    return all;
  }

  /** A name for a value in between. */
  String fresh() {
    return prefix + "t" + outer.fresh++;
  }

  /** Declares an input of the graph. */
  void input(Node node) {
    if (!taken.add(node.name())) {
      throw new SpikezipException(
          ErrorCode.USAGE, "two inputs of the graph are called '" + node.name() + "'");
    }
    names.put(node.output(), node.name());
    proto.addInput(ValueInfos.declare(node.name(), node.fact()));
  }

  void output(GraphOutput output) {
    String name = name(output.value());
    if (!name.equals(output.name())) {
      if (!taken.add(output.name())) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "output '" + output.name() + "' has the name of an input or of another output");
      }
      add("Identity", List.of(name), List.of(output.name()));
    }
    proto.addOutput(ValueInfoProto.newBuilder().setName(output.name()));
  }

  /** Declares an input that is no node. */
  void input(ValueInfoProto input) {
    taken.add(input.getName());
    proto.addInput(input);
  }

  /** Declares an output that is no output of the graph. */
  void output(ValueInfoProto output) {
    proto.addOutput(output);
  }

  /** Makes a value that is a tensor. */
  void initializer(String name, Tensor tensor) {
    if (outer != this) {
      outer.initializer(name, tensor);
      return;
    }
    TensorProto.Builder stored = TensorProto.newBuilder().setName(name);
    stored.setDataType(ElementTypes.onnx(tensor.type()));
    Arrays.stream(tensor.dims()).forEach(stored::addDims);
    boolean takenByRuntime =
        switch (tensor.type()) {
          case I4, U4, U16, U32, U64 -> false;
          default -> true;
        };
    if (tensor.bytes().limit() >= INLINE_BYTES && takenByRuntime) {
      stored.setDataLocation(TensorProto.DataLocation.EXTERNAL);
      stored.addExternalData(
          StringStringEntryProto.newBuilder().setKey("location").setValue("weights"));
      weights.put(name, tensor);
    } else {
      stored.setRawData(ByteString.copyFrom(tensor.bytes()));
    }
    proto.addInitializer(stored);
  }

  String constant(Tensor tensor) {
    String name = fresh();
    initializer(name, tensor);
    return name;
  }

  String vector(List<Integer> values) {
    return constant(
        Tensor.of(values.stream().mapToLong(Integer::longValue).toArray(), values.size()));
  }

  /** A float. */
  String scalar(float value) {
    return outer.scalars.computeIfAbsent(value, v -> outer.constant(Tensor.scalar(v)));
  }

  /** A float of a floating-point type. */
  String scalar(ElementType type, float value) {
    String name = scalar(value);
    return type == ElementType.F32
        ? name
        : add("Cast", List.of(name), Attr.of("to", ElementTypes.onnx(type)));
  }

  /** Adds a node with one output in between. */
  String add(String type, List<String> inputs, AttributeProto... attributes) {
    String output = fresh();
    add(type, inputs, List.of(output), attributes);
    return output;
  }

  /** Adds a node of ONNX's own operator set. */
  void add(String type, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    add("", type, inputs, outputs, attributes);
  }

  void add(
      String domain,
      String type,
      List<String> inputs,
      List<String> outputs,
      AttributeProto... attributes) {
    add(
        NodeProto.newBuilder()
            .setDomain(domain)
            .setOpType(type)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes))
            .build());
  }

  void add(NodeProto node) {
    proto.addNode(node);
  }

  /** The node's output by one ONNX operator of the same inputs. */
  void direct(Node node, String type, AttributeProto... attributes) {
    add(type, inputs(node), outputs(node), attributes);
  }

  GraphProto proto() {
    return proto.build();
  }

  Map<String, Tensor> weights() {
    return Map.copyOf(weights);
  }
}
