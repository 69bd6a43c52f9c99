package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.backend.onnx.TinyModel.proto;
import static org.spikezip.backend.onnx.TinyModel.protoNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.AttributeProto.AttributeType;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;

/** Operators of the host: inside of their graph, and alone in a graph of one node. */
class HostOperatorTest {
  @TempDir Path folder;

  @Test
  void branchesTakeValuesFromOutside() throws Exception {
    GraphProto inner =
        branch("inner", List.of(protoNode("", "Add", "x w", "inner")), "inner").build();
    GraphProto then =
        branch(
                "then",
                List.of(
                    protoNode("", "Mul", "x local", "scaled"),
                    ifNode("c", "nested", inner, inner),
                    protoNode("", "Add", "scaled nested", "then_out")),
                "then_out")
            .addInitializer(proto("local", Tensor.scalar(3f)))
            .build();
    GraphProto otherwise =
        branch("else", List.of(protoNode("", "Sub", "x t", "else_out")), "else_out").build();
    TinyModel model =
        new TinyModel(13)
            .input("x", 2, 3)
            .constant("w", Tensor.of(new float[] {1, 2, 3}, 3))
            .node("Tanh", "x", "t")
            .node("ReduceMax", "x", "m", Attr.of("keepdims", false))
            .constant("zero", Tensor.scalar(0f))
            .node("Greater", "m zero", "c")
            .node(ifNode("c", "o", then, otherwise))
            .output("o");
    Tensor positive = Tensor.of(new float[] {1, -2, 3, -4, 5, -6}, 2, 3);
    Tensor negative = Tensor.of(new float[] {-1, -2, -3, -4, -5, -6}, 2, 3);
    checkAlone(model, Map.of("x", positive), "If", 5);
    checkAlone(model, Map.of("x", negative), "If", 5);
  }

  @Test
  void loopsKeepTheirState() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(ValueInfos.declare("i", Fact.of(ElementType.I64)))
            .addInput(ValueInfos.declare("go", Fact.of(ElementType.BOOL)))
            .addInput(ValueInfos.declare("sum", Fact.of(ElementType.F32, 3)))
            .addNode(protoNode("", "Identity", "go", "go_on"))
            .addNode(protoNode("", "Add", "sum y", "more"))
            .addNode(protoNode("", "Identity", "more", "trace"))
            .addOutput(ValueInfos.declare("go_on", Fact.of(ElementType.BOOL)))
            .addOutput(ValueInfos.declare("more", Fact.of(ElementType.F32, 3)))
            .addOutput(ValueInfos.declare("trace", Fact.of(ElementType.F32, 3)))
            .build();
    TinyModel model =
        new TinyModel(13)
            .input("x", 3)
            .node("Exp", "x", "y")
            .constant("n", Tensor.scalar(4L))
            .node(protoNode("", "Loop", "n _ x", "o all", graph("body", body)))
            .output("o", "all");
    checkAlone(model, Map.of("x", Tensor.of(new float[] {1, 2, 3}, 3)), "Loop", 4);
  }

  @Test
  void leftOutInputsAndOutputs() throws Exception {
    TinyModel model =
        new TinyModel(13)
            .input("x", 2, 1, 3)
            .constant("w", RandomInputs.floats(new java.util.Random(1), 1, 4, 3))
            .constant("r", RandomInputs.floats(new java.util.Random(2), 1, 4, 4))
            .constant("h", RandomInputs.floats(new java.util.Random(3), 1, 1, 4))
            .node("RNN", "x w r _ _ h", "_ o", Attr.of("hidden_size", 4))
            .output("o");
    checkAlone(model, Map.of("x", RandomInputs.floats(new java.util.Random(4), 2, 1, 3)), "RNN", 6);
  }

  @Test
  void integersOfEverySizePass() throws Exception {
    for (ElementType type :
        List.of(ElementType.I8, ElementType.U8, ElementType.I32, ElementType.I64)) {
      TinyModel model =
          new TinyModel(13)
              .input("x", type, 2, 3)
              .constant("r", Tensor.of(new long[] {2, 1}, 2))
              .node("Tile", "x r", "o")
              .output("o");
      Tensor x = Tensor.ofLongs(type, new long[] {0, 1, 2, 3, 4, 5}, 2, 3);
      checkAlone(model, Map.of("x", x), "Tile", 2);
    }
  }

  /** Compares the original, the whole graph, and the operator alone in a graph of one node. */
  private void checkAlone(TinyModel model, Map<String, Tensor> inputs, String type, int operands)
      throws Exception {
    try (SourceModel source = new OnnxFrontend().open(model.write(folder))) {
      Graph graph = source.graph();
      Node host =
          graph.nodesOf(HostOp.class).stream()
              .filter(n -> ((HostOp) n.op()).type().equals(type))
              .findFirst()
              .orElseThrow();
      assertEquals(operands, host.inputs().size(), host.toString());
      List<String> names = new ArrayList<>(graph.nodes().stream().map(Node::name).toList());
      Map<String, Tensor> expected;
      Map<String, Tensor> values;
      try (Executable original = source.original(List.of()).get();
          Executable tapped = source.original(names).get();
          Executable ours = new OnnxBackend().compile(graph, Options.NONE, null)) {
        expected = FixtureRoundTripTest.run(original, inputs);
        values = new LinkedHashMap<>(FixtureRoundTripTest.run(tapped, inputs));
        values.putAll(inputs);
        double worst =
            FixtureRoundTripTest.difference(expected, FixtureRoundTripTest.run(ours, inputs));
        assertTrue(worst < 1e-6, "differs by " + worst);
      }
      GraphBuilder builder = new GraphBuilder("one");
      Map<String, Tensor> operandValues = new LinkedHashMap<>();
      List<Value> given = new ArrayList<>();
      for (Value input : host.inputs()) {
        if (input.isAbsent()) {
          given.add(input);
          continue;
        }
        Node maker = graph.node(input);
        Tensor value = graph.constant(input).orElseGet(() -> values.get(maker.name()));
        String name = "in" + given.size();
        operandValues.put(name, value);
        given.add(builder.input(name, graph.fact(input)));
      }
      List<Value> made = builder.add("node", host.op(), given);
      for (int i = 0; i < made.size(); i++) {
        builder.output("out" + i, made.get(i));
      }
      try (Executable one =
          new OnnxBackend().compile(builder.build(Stage.CANONICAL), Options.NONE, null)) {
        Map<String, Tensor> found = FixtureRoundTripTest.run(one, operandValues);
        assertEquals(made.size(), found.size());
        Tensor result = found.get("out" + (made.size() - (type.equals("Loop") ? 2 : 1)));
        assertEquals(
            0, FixtureRoundTripTest.difference(Map.of("", expected.get("o")), Map.of("", result)));
      }
    }
  }

  private static GraphProto.Builder branch(String name, List<NodeProto> nodes, String output) {
    return GraphProto.newBuilder()
        .setName(name)
        .addAllNode(nodes)
        .addOutput(ValueInfos.declare(output, Fact.of(ElementType.F32, 2, 3)));
  }

  private static NodeProto ifNode(
      String condition, String output, GraphProto then, GraphProto otherwise) {
    return protoNode(
        "", "If", condition, output, graph("then_branch", then), graph("else_branch", otherwise));
  }

  private static AttributeProto graph(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(graph)
        .build();
  }
}
