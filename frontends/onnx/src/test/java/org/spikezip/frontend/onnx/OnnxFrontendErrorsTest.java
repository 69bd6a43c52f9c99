package org.spikezip.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.frontend.onnx.Models.adding;
import static org.spikezip.frontend.onnx.Models.external;
import static org.spikezip.frontend.onnx.Models.floats;
import static org.spikezip.frontend.onnx.Models.graph;
import static org.spikezip.frontend.onnx.Models.model;
import static org.spikezip.frontend.onnx.Models.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.FunctionProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.TypeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Every way in which a file can be wrong has a message that says what, where and what next. */
class OnnxFrontendErrorsTest {
  @TempDir Path folder;

  @Test
  void noFile() {
    refuses(ErrorCode.MALFORMED, folder.resolve("none.onnx"), "none.onnx: there is no such file");
    refuses(ErrorCode.MALFORMED, folder, "folder");
  }

  @Test
  void otherFormats() throws IOException {
    refusesText("", "the file is empty");
    refusesText("just some text\n", "no ONNX model");
    refusesText("<!DOCTYPE html><html>404</html>", "a web page");
    refusesText("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer");
    refusesText("PK\u0003\u0004 and so on", "a zip archive");
  }

  @Test
  void truncated() throws IOException {
    byte[] whole = adding(floats("w", 1, 2, 3)).build().toByteArray();
    Path file = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(whole, whole.length / 2));
    refuses(ErrorCode.MALFORMED, file, "cut off or damaged");
  }

  @Test
  void noGraph() throws IOException {
    refuses(ErrorCode.MALFORMED, ModelProto.newBuilder().setIrVersion(8).build(), "holds no graph");
  }

  @Test
  void externalDataOutside() throws IOException {
    Files.write(folder.resolve("secret.bin"), new byte[12]);
    Path inner = Files.createDirectories(folder.resolve("model"));
    Files.createSymbolicLink(inner.resolve("link.bin"), folder.resolve("secret.bin"));
    Files.createDirectories(folder.resolve("model-2"));
    Files.write(folder.resolve("model-2").resolve("w.bin"), new byte[12]);
    Files.createSymbolicLink(inner.resolve("sibling"), folder.resolve("model-2"));
    for (String location :
        new String[] {
          "../secret.bin",
          "sub/../../secret.bin",
          folder.resolve("secret.bin").toString(),
          "link.bin",
          "sibling/w.bin",
          "./w.bin",
          "..\\secret.bin",
          "C:secret.bin",
          "",
          ".",
          "a//b"
        }) {
      Path file =
          Files.write(
              inner.resolve("m.onnx"), adding(external("w", location)).build().toByteArray());
      refuses(ErrorCode.MALFORMED, file, "initializer 'w': external data must be a plain file");
    }
  }

  @Test
  void externalDataMissingOrShort() throws IOException {
    refuses(
        ErrorCode.MALFORMED, adding(external("w", "w.bin")).build(), "there is no file 'w.bin'");
    Files.write(folder.resolve("w.bin"), new byte[12]);
    refuses(
        ErrorCode.MALFORMED,
        adding(external("w", "w.bin", "offset", "4")).build(),
        "needs bytes 4..16 of 'w.bin', which has only 12");
    refuses(
        ErrorCode.MALFORMED,
        adding(external("w", "w.bin", "length", "8")).build(),
        "takes 12 bytes, its external data declares length 8");
    refuses(
        ErrorCode.MALFORMED, adding(external("w", "w.bin", "offset", "-1")).build(), "offset '-1'");
    refuses(
        ErrorCode.MALFORMED,
        adding(external("w", "w.bin", "offset", "999999999999999999")).build(),
        "has only 12");
  }

  @Test
  void unknownOperator() throws IOException {
    NodeProto node = node("Frobnicate", "x", "y").toBuilder().setDomain("my.ops").build();
    ModelProto model =
        model(graph("y", node))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("my.ops").setVersion(3))
            .build();
    refuses(
        ErrorCode.UNSUPPORTED,
        model,
        "node \"y\" (Frobnicate): operator Frobnicate of domain 'my.ops', opset 3, is known"
            + " neither");
    refuses(
        ErrorCode.UNSUPPORTED,
        model(graph("y", node("NoSuchThing", "x", "y"))).build(),
        "operator NoSuchThing of domain 'ai.onnx', opset 17");
  }

  @Test
  void notANumber() throws IOException {
    refuses(
        ErrorCode.MALFORMED,
        adding(floats("w", 1, Float.NaN, 3)).build(),
        "m.onnx: node \"y\" (Add): initializer 'w' f32[3] holds NaN at index 1");
  }

  @Test
  void infinityIsFine() throws IOException {
    Path file = write(adding(floats("w", 1, Float.NEGATIVE_INFINITY, 3)).build());
    try (var source = new OnnxFrontend().open(file)) {
      assertEquals(1, source.graph().outputs().size());
    }
  }

  @Test
  void wrongGraphs() throws IOException {
    refuses(
        ErrorCode.MALFORMED,
        model(graph("y", node("Add", "x z", "y"))).build(),
        "node \"y\" (Add) takes 'z', which nothing makes");
    refuses(
        ErrorCode.MALFORMED,
        model(graph("a", node("Add", "x b", "a"), node("Neg", "a", "b"))).build(),
        "values depend on themselves, in or after node \"a\" (Add)");
    refuses(
        ErrorCode.MALFORMED,
        model(graph("y", node("Neg", "x", "y"), node("Abs", "x", "y"))).build(),
        "node \"y\" (Abs) makes 'y', which exists already");
    refuses(
        ErrorCode.MALFORMED,
        model(graph("y", node("Neg", "x", "x"))).build(),
        "makes 'x', which exists already");
    refuses(
        ErrorCode.MALFORMED,
        model(graph("z", node("Neg", "x", "y"))).build(),
        "nothing makes the value 'z'");
    refuses(
        ErrorCode.MALFORMED,
        model(graph("y", node("Add", "x", "y"))).build(),
        "input 1 is missing");
    refuses(
        ErrorCode.MALFORMED,
        adding(floats("w", 1, 2)).build(),
        "node \"y\" (Add): node \"y\" (add): shapes [n,3] and [2] do not broadcast");
  }

  @Test
  void absurdDims() throws IOException {
    TensorProto.Builder huge = floats("w", 1, 2, 3).clearDims();
    refuses(
        ErrorCode.MALFORMED,
        adding(huge.clone().addDims(1L << 31)).build(),
        "initializer 'w' has impossible dims [2147483648]");
    refuses(
        ErrorCode.MALFORMED, adding(huge.clone().addDims(-1)).build(), "has impossible dims [-1]");
    refuses(
        ErrorCode.MALFORMED,
        adding(huge.clone().addDims(1 << 30).addDims(1 << 30).addDims(1 << 30)).build(),
        "has impossible dims");
    refuses(
        ErrorCode.MALFORMED,
        adding(huge.clone().addDims(1 << 20)).build(),
        "which take 4194304 bytes, found 12");
    GraphProto.Builder graph = graph("y", node("Reshape", "x s", "y"));
    graph.addInput(vector("s", 1L << 30));
    refuses(ErrorCode.MALFORMED, model(graph).build(), "must be a vector of dimensions");
    graph.setInput(1, vector("s", 1L << 40));
    refuses(ErrorCode.MALFORMED, model(graph).build(), "impossible dimension 1099511627776");
  }

  private static ValueInfoProto vector(String name, long size) {
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.INT64.getNumber());
    type.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(size);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  @Test
  void otherKindsOfValues() throws IOException {
    GraphProto.Builder strings = graph("y", node("Neg", "x", "y"));
    strings.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(8);
    refuses(ErrorCode.UNSUPPORTED, model(strings).build(), "input 'x' has elements of type STRING");
    GraphProto.Builder sequence = graph("y", node("Neg", "x", "y"));
    sequence.getInputBuilder(0).getTypeBuilder().getSequenceTypeBuilder();
    refuses(ErrorCode.UNSUPPORTED, model(sequence).build(), "SEQUENCE_TYPE");
    refuses(
        ErrorCode.UNSUPPORTED,
        model(graph("y", node("SequenceConstruct", "x", "y"))).build(),
        "a sequence");
  }

  @Test
  void nestingBomb() throws IOException {
    GraphProto.Builder graph = graph("y", node("Neg", "x", "y"));
    for (int i = 0; i < 500; i++) {
      AttributeProto body = AttributeProto.newBuilder().setName("body").setG(graph.build()).build();
      graph = GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(body));
    }
    refuses(ErrorCode.MALFORMED, model(graph).build(), "cut off or damaged");
  }

  @Test
  void functionsThatCallEachOther() throws IOException {
    FunctionProto loop =
        FunctionProto.newBuilder()
            .setDomain("f")
            .setName("F")
            .addInput("a")
            .addOutput("b")
            .addNode(node("F", "a", "t").toBuilder().setDomain("f"))
            .addNode(node("F", "t", "b").toBuilder().setDomain("f"))
            .build();
    ModelProto model =
        model(graph("y", node("F", "x", "y").toBuilder().setDomain("f").build()))
            .addFunctions(loop)
            .build();
    refuses(ErrorCode.MALFORMED, model, "call each other without end");
  }

  private void refusesText(String text, String message) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), text.getBytes(StandardCharsets.ISO_8859_1));
    refuses(ErrorCode.MALFORMED, file, message);
  }

  private void refuses(ErrorCode code, ModelProto model, String message) throws IOException {
    refuses(code, write(model), message);
  }

  private Path write(ModelProto model) throws IOException {
    return Files.write(folder.resolve("m.onnx"), model.toByteArray());
  }

  private static void refuses(ErrorCode code, Path file, String message) {
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> new OnnxFrontend().open(file).close());
    assertTrue(e.getMessage().contains(message), () -> "'" + message + "' in: " + e.getMessage());
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().startsWith(file.getFileName().toString()), e.getMessage());
  }
}
