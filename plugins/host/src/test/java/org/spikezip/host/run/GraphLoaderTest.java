package org.spikezip.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Backend;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.RunResult;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

class GraphLoaderTest {
  private static final Graph SPIKING = new GraphBuilder("g").build(Stage.SPIKING);

  private static FakeBackend backend(String id, Capability... capabilities) {
    return FakeBackend.of(id, Set.of(capabilities), (g, inputs) -> RunResult.ofOutputs(Map.of()));
  }

  private static SpikezipException fails(String id, Backend... backends) {
    return assertThrows(
        SpikezipException.class,
        () -> TestLoader.of(HostOps.NONE, backends).load(SPIKING, id, Options.NONE));
  }

  @Test
  void loadsByIdAndExports(@TempDir Path temporary) throws IOException {
    FakeBackend cpu = backend("cpu", Capability.SPIKING);
    FakeBackend onnx = backend("onnx", Capability.EXPORT);
    GraphLoader loader = TestLoader.of(HostOps.NONE, cpu, onnx);
    loader.load(SPIKING, "cpu", Options.NONE).close();
    assertEquals(1, cpu.made().size());
    Path folder = temporary.resolve("a/b");
    loader.export(SPIKING, "onnx", folder, Options.NONE);
    assertEquals(List.of(folder), onnx.exported());
    assertTrue(Files.isDirectory(folder));
    Path file = Files.createFile(temporary.resolve("file"));
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> loader.export(SPIKING, "onnx", file, Options.NONE));
    assertEquals(ErrorCode.USAGE, e.code());
  }

  @Test
  void anExportThatFailsLeavesNoFolders(@TempDir Path temporary) throws IOException {
    GraphLoader loader = TestLoader.of(HostOps.NONE, backend("onnx", Capability.EXPORT));
    Options wrong = Options.NONE.with("whole", "perhaps");
    Path kept = Files.createDirectory(temporary.resolve("kept"));
    for (Path folder : List.of(kept.resolve("b/c"), kept)) {
      assertThrows(SpikezipException.class, () -> loader.export(SPIKING, "onnx", folder, wrong));
      assertTrue(Files.isDirectory(kept));
      assertFalse(Files.exists(kept.resolve("b")));
    }
  }

  @Test
  void misspeltIdsAreCorrected() {
    SpikezipException e =
        fails("cuad", backend("cuda", Capability.SPIKING), backend("cpu", Capability.SPIKING));
    assertEquals(ErrorCode.USAGE, e.code());
    assertEquals("there is no backend 'cuad'; found are [cpu, cuda]", e.getMessage());
    assertEquals("did you mean 'cuda'?", e.remedy().orElseThrow());
    assertEquals("did you mean 'cpu'?", fails("gpu", backend("cpu")).remedy().orElseThrow());
    assertEquals(
        "'spikezip plugins' tells what was found and what is broken",
        fails("tpu9000", backend("cpu")).remedy().orElseThrow());
  }

  @Test
  void aBackendThatCannotRunIsNoMismatchOfSpelling() {
    SpikezipException e =
        fails("onnx", backend("onnx", Capability.EXPORT), backend("cpu", Capability.SPIKING));
    assertEquals(ErrorCode.USAGE, e.code());
    assertEquals("backend 'onnx' does not run spiking networks", e.getMessage());
    assertEquals("these do: cpu", e.remedy().orElseThrow());
  }

  @Test
  void anUnavailableBackendTellsWhy() {
    SpikezipException e =
        fails(
            "cuda",
            backend("cuda", Capability.SPIKING).unavailable("no driver", "install version 550"));
    assertEquals(ErrorCode.UNAVAILABLE, e.code());
    assertEquals("backend 'cuda' is not available: no driver", e.getMessage());
    assertEquals("install version 550", e.remedy().orElseThrow());
  }

  @Test
  void allReasonsAgainstAGraphAreTold() {
    SpikezipException e =
        fails("cpu", backend("cpu", Capability.SPIKING).refusing("#3 conv", "#5 pad"));
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertEquals("backend 'cpu' cannot take \"g\": #3 conv; #5 pad", e.getMessage());
  }

  @Test
  void onlySpikingGraphsSpike() {
    GraphLoader loader = TestLoader.of(HostOps.NONE, backend("cpu", Capability.SPIKING));
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> loader.load(SPIKING.withStage(Stage.CANONICAL), "cpu", Options.NONE));
    assertEquals(ErrorCode.USAGE, e.code());
  }

  @Test
  void floatsRunOnTheFirstThatCan() {
    FakeBackend second = backend("b", Capability.FLOAT);
    TestLoader.of(
            HostOps.NONE,
            backend("a", Capability.FLOAT).unavailable("no library", ""),
            second,
            backend("c", Capability.FLOAT),
            backend("0", Capability.SPIKING))
        .loadFloat(SPIKING.withStage(Stage.CANONICAL), Options.NONE)
        .close();
    assertEquals(1, second.made().size());
  }

  @Test
  void withoutAnyForFloatsTheReasonIsTold() {
    Graph graph = SPIKING.withStage(Stage.CANONICAL);
    SpikezipException none =
        assertThrows(
            SpikezipException.class,
            () ->
                TestLoader.of(HostOps.NONE, backend("cpu", Capability.SPIKING))
                    .loadFloat(graph, Options.NONE));
    assertEquals(ErrorCode.UNAVAILABLE, none.code());
    assertEquals("no backend runs graphs in float; found are [cpu]", none.getMessage());
    SpikezipException absent =
        assertThrows(
            SpikezipException.class,
            () ->
                TestLoader.of(
                        HostOps.NONE,
                        backend("ort", Capability.FLOAT).unavailable("no library", ""))
                    .loadFloat(graph, Options.NONE));
    assertEquals("backend 'ort' is not available: no library", absent.getMessage());
  }
}
