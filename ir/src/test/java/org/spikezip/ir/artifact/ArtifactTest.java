package org.spikezip.ir.artifact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.RandomGraphs;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.OpSet;
import org.spikezip.ir.text.AnyOp;
import org.spikezip.ir.text.IrParser;

class ArtifactTest {
  @TempDir Path folder;

  @Test
  void graphsComeBackEqual() {
    for (int seed = 0; seed < 50; seed++) {
      Graph graph = RandomGraphs.of(seed);
      Path file = folder.resolve("random.snn");
      Artifact.write(graph, file);
      assertEquals(graph, Artifact.read(file));
    }
  }

  @Test
  void spikingGraphsComeBackEqual() {
    Graph graph = IrParser.parse(SpikingGraph.TEXT);
    Path file = folder.resolve("spiking.snn");
    Artifact.write(graph, file);
    assertEquals(graph, Artifact.read(file));
    assertTrue(Artifact.isArtifact(file));
  }

  @Test
  void keepsEveryKindOfAttribute() {
    OpSet operators = OpSet.canonical().with(Map.of("plugin.all", AnyOp.maker("plugin.all")));
    Graph graph =
        IrParser.parse(
            """
            graph "" imported {
              %0:2 "a" = plugin.all {data=i4[3] [-8, 0, 7], empty=floats[], none=strings[], opaque=0x00ff, real=NaN, reals=[0.5, 2.0], text="tä", texts=["a", "b"], void=[], wholes=[-1, 9223372036854775807]} : f32[*], i32["a b",?,0]<-16..15>
              %1 "h" = host(%0, _) {domain="d", node=0x01, opset=3, type="T"} : f32[2]
            }
            """,
            operators);
    Path file = folder.resolve("all.snn");
    Artifact.write(graph, file);
    assertEquals(graph, Artifact.read(file, operators));
    SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertEquals(file + ": node #0 \"a\": unknown operator 'plugin.all'", e.getMessage());
  }

  @Test
  void equalGraphsGiveEqualBytes() throws IOException {
    Artifact.write(RandomGraphs.of(5), folder.resolve("a.snn"));
    Artifact.write(RandomGraphs.of(5), folder.resolve("b.snn"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.snn")), Files.readAllBytes(folder.resolve("b.snn")));
  }

  @Test
  void storesEqualBytesOnce() throws IOException {
    GraphBuilder builder = new GraphBuilder("copies");
    Tensor large = Tensor.of(new float[10_000], 100, 100);
    for (int i = 0; i < 20; i++) {
      builder.constant("c" + i, Tensor.of(new float[10_000], 100, 100));
    }
    builder.constant("one", Tensor.scalar(1f));
    builder.constant("vector", large.reshape(10_000));
    Graph graph = builder.build(Stage.CANONICAL);
    Path file = folder.resolve("copies.snn");
    Artifact.write(graph, file);
    assertTrue(Files.size(file) < 45_000, () -> file.toFile().length() + " bytes");
    assertEquals(graph, Artifact.read(file));
  }

  @Test
  void mapsTensorsInWindows() throws IOException {
    GraphBuilder builder = new GraphBuilder("windows");
    for (int i = 0; i < 30; i++) {
      builder.constant("c" + i, Tensor.of(new float[] {i, i + 1, i + 2}, 3));
      builder.constant("d" + i, Tensor.of(new long[20 * i], 20 * i));
    }
    Graph graph = builder.build(Stage.CANONICAL);
    TensorWriter writer = new TensorWriter();
    graph.nodes().forEach(node -> writer.add(graph.constant(node.output()).orElseThrow()));
    Path file = folder.resolve("windows.snn");
    Artifact.write(graph, file);
    try (FileChannel channel = FileChannel.open(file)) {
      int length = (int) (channel.size() - writer.length()) / 64 * 64 - Header.BYTES;
      Header header = new Header(length, channel.size(), "");
      for (int window : List.of(1, 100, 200, 1 << 20)) {
        List<Tensor> tensors = new TensorReader(channel, header, window).read(writer.protos());
        for (int i = 0; i < 60; i++) {
          assertEquals(graph.constant(graph.node(i).output()).orElseThrow(), tensors.get(i));
        }
      }
    }
  }

  @Test
  void overwritesTheArtifactThatItComesFrom() {
    Path file = folder.resolve("again.snn");
    Artifact.write(RandomGraphs.of(3), file);
    Graph mapped = Artifact.read(file);
    Artifact.write(mapped, file);
    assertEquals(mapped, Artifact.read(file));
  }

  @Test
  void refusesAGraphThatBreaksRules() throws IOException {
    Graph graph = RandomGraphs.of(3).withOutputs(List.of());
    Graph broken =
        new Graph("g", graph.stage(), graph.nodes(), List.of(), List.of(), graph.metadata());
    Path file = folder.resolve("broken.snn");
    assertThrows(SpikezipException.class, () -> Artifact.write(broken, file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void namesAMissingFileOrFolder() {
    Path file = folder.resolve("none.snn");
    SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertEquals(file + ": there is no such file", e.getMessage());
    assertThrows(SpikezipException.class, () -> Artifact.read(folder));
    assertFalse(Artifact.isArtifact(file));
    assertFalse(Artifact.isArtifact(folder));
    Path deep = folder.resolve("no/such/f.snn");
    SpikezipException w =
        assertThrows(SpikezipException.class, () -> Artifact.write(RandomGraphs.of(1), deep));
    assertEquals(ErrorCode.USAGE, w.code());
    assertTrue(w.getMessage().contains("there is no folder"), w.getMessage());
  }
}
