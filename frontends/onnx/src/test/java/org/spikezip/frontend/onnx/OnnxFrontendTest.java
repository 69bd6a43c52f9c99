package org.spikezip.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.frontend.onnx.Models.adding;
import static org.spikezip.frontend.onnx.Models.floats;
import static org.spikezip.frontend.onnx.Models.graph;
import static org.spikezip.frontend.onnx.Models.model;
import static org.spikezip.frontend.onnx.Models.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.Plugin;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.AttributeProto.AttributeType;
import org.spikezip.frontend.onnx.proto.FunctionProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;

/** What a good file becomes. */
class OnnxFrontendTest {
  @TempDir Path folder;

  private final OnnxFrontend frontend = new OnnxFrontend();

  @Test
  void serviceLoaderFindsIt() {
    assertTrue(
        ServiceLoader.load(Plugin.class).stream()
            .flatMap(p -> p.get().frontends().stream())
            .anyMatch(f -> f.id().equals("onnx")));
  }

  @Test
  void axesOfOneNameStayApart() throws IOException {
    ValueInfoProto input =
        ValueInfos.declare(
            "x",
            Fact.of(ElementType.F32, Shape.of(List.of(Dim.symbol("batch"), Dim.symbol("batch")))));
    GraphProto.Builder twice = graph("y", node("Relu", "x", "y")).setInput(0, input);
    Path file = Files.write(folder.resolve("twice.onnx"), model(twice).build().toByteArray());
    try (SourceModel source = frontend.open(file)) {
      assertEquals("f32[batch,batch_1]", source.graph().inputNodes().get(0).fact().toString());
    }
  }

  @Test
  void acceptsByContentOrName() throws IOException {
    byte[] model = adding(floats("w", 1, 2, 3)).build().toByteArray();
    assertTrue(frontend.accepts(Files.write(folder.resolve("model.bin"), model)));
    assertTrue(frontend.accepts(Files.write(folder.resolve("a.onnx"), new byte[] {'<', '!'})));
    assertFalse(frontend.accepts(Files.write(folder.resolve("a.pt"), new byte[] {'P', 'K', 3, 4})));
    assertFalse(frontend.accepts(folder.resolve("missing.onnx")));
  }

  @Test
  void graphInputsLabelsAndMetadata() throws IOException {
    try (SourceModel source = open(adding(floats("w", 1, 2, 3)).build())) {
      Graph graph = source.graph();
      assertEquals(Stage.IMPORTED, graph.stage());
      assertEquals("f32[n,3]", graph.inputNodes().get(0).fact().toString());
      assertEquals(List.of("x", "w", "y"), graph.nodes().stream().map(n -> n.name()).toList());
      assertEquals("onnx", graph.metadata().get("source.format"));
      assertEquals("m.onnx", graph.metadata().get("source.file"));
      assertEquals("17", graph.metadata().get("source.opset"));
      assertEquals("tests", graph.metadata().get("source.producer"));
      assertEquals(64, graph.metadata().get("source.sha256").length());
    }
  }

  @Test
  void weightsAmongTheInputsAreConstants() throws IOException {
    ModelProto.Builder model = adding(floats("w", 1, 2, 3));
    model.getGraphBuilder().addInput(model.getGraph().getInput(0).toBuilder().setName("w"));
    try (SourceModel source = open(model.build())) {
      assertEquals(1, source.graph().inputs().size());
    }
  }

  @Test
  void nodesMayStandInAnyOrder() throws IOException {
    ModelProto model = model(graph("y", node("Neg", "a", "y"), node("Abs", "x", "a"))).build();
    try (SourceModel source = open(model)) {
      assertEquals(
          List.of("x", "a", "y"), source.graph().nodes().stream().map(n -> n.name()).toList());
    }
  }

  @Test
  void functionsOfTheModelAreInlined() throws IOException {
    FunctionProto twice =
        FunctionProto.newBuilder()
            .setDomain("f")
            .setName("Low")
            .addInput("a")
            .addOutput("b")
            .addAttribute("top")
            .addNode(
                node("LeakyRelu", "a", "t").toBuilder()
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("alpha")
                            .setType(AttributeType.FLOAT)
                            .setRefAttrName("top")))
            .addNode(node("Add", "t t", "b"))
            .build();
    AttributeProto top =
        AttributeProto.newBuilder().setName("top").setType(AttributeType.FLOAT).setF(4).build();
    GraphProto.Builder graph =
        graph(
            "y",
            node("Low", "x", "a").toBuilder().setDomain("f").addAttribute(top).build(),
            node("Low", "a", "y").toBuilder().setDomain("f").addAttribute(top).build());
    ModelProto model =
        model(graph)
            .addFunctions(twice)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("f").setVersion(1))
            .build();
    try (SourceModel source = open(model)) {
      assertEquals(
          2,
          source.graph().nodesOf(Binary.class).stream()
              .filter(n -> ((Binary) n.op()).kind() == BinaryKind.ADD)
              .count());
    }
  }

  @Test
  void anAttributeThatIsNewGoesToTheHost() throws IOException {
    AttributeProto strange =
        AttributeProto.newBuilder().setName("alpha").setType(AttributeType.FLOAT).setF(2).build();
    ModelProto model =
        model(graph("y", node("Relu", "x", "y").toBuilder().addAttribute(strange).build())).build();
    try (SourceModel source = open(model)) {
      assertEquals(
          "host", source.graph().node(source.graph().outputs().get(0).value()).op().name());
      assertTrue(source.graph().nodesOf(Clip.class).isEmpty());
    }
  }

  @Test
  void originalShowsInnerValuesAndReadsExternalData() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(1).putFloat(2).putFloat(3);
    Files.write(folder.resolve("w.bin"), bytes.array());
    GraphProto.Builder graph = graph("y", node("Add", "x w", "sum"), node("Neg", "sum", "y"));
    graph.addInitializer(Models.external("w", "w.bin"));
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, 1, 1}, 1, 3));
    try (SourceModel source = open(model(graph).build())) {
      assertTrue(source.graph().constant(source.graph().nodes().get(1).output()).isPresent());
      try (Executable plain = source.original(List.of()).get();
          Executable tapped = source.original(List.of("sum", "nothing", "sum", "y")).get()) {
        Tensor y = Tensor.of(new float[] {-2, -3, -4}, 1, 3);
        assertEquals(Map.of("y", y), run(plain, inputs));
        assertEquals(
            Map.of("y", y, "sum", Tensor.of(new float[] {2, 3, 4}, 1, 3)), run(tapped, inputs));
      }
    }
  }

  private static Map<String, Tensor> run(Executable executable, Map<String, Tensor> inputs) {
    return executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
  }

  private SourceModel open(ModelProto model) throws IOException {
    return frontend.open(Files.write(folder.resolve("m.onnx"), model.toByteArray()));
  }
}
