package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.spikezip.integration.Repository.fixture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.Tensor;

/** Bad input: the right exit code, a message that names the cause, and no file left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final int USAGE = 2;
  private static final int UNSUPPORTED = 3;
  private static final int MALFORMED = 5;

  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  private Launcher spikezip;
  private BadFiles bad;
  private Path network;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    spikezip = Launcher.in(folder);
    bad = new BadFiles(Files.createDirectories(folder.resolve("bad")));
    network = bad.folder().resolve("mlp.snn");
    spikezip.run("compile", MODEL, "--inputs", DATA, "-o", network).ok();
  }

  @AfterAll
  void close() throws IOException {
    spikezip.close();
  }

  /** Compiles a bad model. */
  private DynamicTest model(String name, int exitCode, String cause, Path model) {
    return compile(name, exitCode, cause, model, "--calibrate", "random:2");
  }

  /** Compiles a good model on bad data. */
  private DynamicTest data(String name, int exitCode, String cause, Path data) {
    return compile(name, exitCode, cause, MODEL, "--inputs", data);
  }

  private DynamicTest compile(String name, int exitCode, String cause, Object... words) {
    List<Object> line = new ArrayList<>(List.of("compile", "-o", "out.snn"));
    line.addAll(List.of(words));
    return fails(name, exitCode, cause, line.toArray());
  }

  private DynamicTest fails(String name, int exitCode, String cause, Object... words) {
    return dynamicTest(name, () -> assertFails(exitCode, cause, words));
  }

  private void assertFails(int exitCode, String cause, Object... words) throws IOException {
    CommandResult result = spikezip.run(words);
    assertAll(
        () -> assertEquals(exitCode, result.exitCode(), result.err()),
        () -> assertEquals("", result.out()),
        () -> assertTrue(result.err().startsWith("spikezip: error: "), result.err()),
        () -> assertTrue(result.err().contains(cause), () -> cause + " not in " + result.err()),
        () -> assertFalse(result.err().contains("\tat "), result.err()));
    try (Stream<Path> left = Files.list(spikezip.folder())) {
      assertEquals(List.of(), left.toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    return Stream.of(
        model("missing", MALFORMED, "none.onnx", Path.of("none.onnx")),
        model("truncated", MALFORMED, "truncated.onnx", bad.truncated("vit-legacy.onnx")),
        model("not ONNX", MALFORMED, "hello.onnx", bad.text("hello.onnx", "hello")),
        model("of no known format", MALFORMED, "JSON", bad.text("model.json", "{\"a\": 1}")),
        model("empty", MALFORMED, "empty.onnx", bad.text("empty.onnx", "")),
        model("a folder", MALFORMED, "folder", bad.folder()),
        model("a network", MALFORMED, "spikezip compiled", network),
        model("unknown operator", UNSUPPORTED, "FancyNewOp", fixture("small/unknown-op.onnx")),
        model(
            "external data outside of the folder",
            MALFORMED,
            "outside.bin",
            fixture("small/external-outside.onnx")),
        model(
            "external data missing", MALFORMED, "vit-dynamo.onnx.data", bad.withoutExternalData()),
        model("NaN in the weights", MALFORMED, "NaN", fixture("small/nan-weights.onnx")));
  }

  @TestFactory
  Stream<DynamicTest> data() throws IOException {
    return Stream.of(
        data("missing", MALFORMED, "none.npz", Path.of("none.npz")),
        data("no NumPy file", MALFORMED, "hello.npz", bad.text("hello.npz", "hello")),
        data(
            "no sample",
            MALFORMED,
            "empty.npz",
            bad.array("empty.npz", "x", Tensor.of(new float[0], 0, 8))),
        data(
            "wrong name",
            MALFORMED,
            "\"x\" is missing",
            bad.array("name.npz", "z", Tensor.of(new float[16], 2, 8))),
        data(
            "wrong shape",
            MALFORMED,
            "f32[2,7]",
            bad.array("shape.npz", "x", Tensor.of(new float[14], 2, 7))),
        data(
            "wrong type",
            MALFORMED,
            "i64",
            bad.array("type.npz", "x", Tensor.of(new long[16], 2, 8))),
        fails(
            "wrong name when running",
            MALFORMED,
            "\"x\" is missing",
            "run",
            network,
            "--inputs",
            bad.array("run.npz", "z", Tensor.of(new float[16], 2, 8))),
        compile("none", USAGE, "--calibrate random:N", MODEL));
  }

  @TestFactory
  Stream<DynamicTest> options() {
    return Stream.of(
        compile("levels 1", USAGE, "--levels", MODEL, "--inputs", DATA, "--levels", 1),
        compile("levels 257", USAGE, "--levels", MODEL, "--inputs", DATA, "--levels", 257),
        compile("weights", USAGE, "--weights", MODEL, "--inputs", DATA, "--weights", "int3"),
        compile("option", USAGE, "--levles", MODEL, "--inputs", DATA, "--levles", 32),
        fails("verb", USAGE, "compil", "compil", MODEL),
        fails("no verb", USAGE, "verb"),
        fails("backend", USAGE, "gpu", "run", network, "--inputs", DATA, "--backend", "gpu"),
        fails(
            "schedule",
            USAGE,
            "wavefront:N",
            "verify",
            network,
            "--inputs",
            DATA,
            "--schedule",
            "waves"));
  }

  @TestFactory
  Stream<DynamicTest> networks() throws IOException {
    Path newer = bad.ofNewerVersion(network);
    Path truncated = bad.truncatedNetwork(network);
    return Stream.of(
        fails("missing", MALFORMED, "none.snn", "run", "none.snn", "--inputs", DATA),
        fails("newer", UNSUPPORTED, "newer version", "run", newer, "--inputs", DATA),
        fails("newer, inspected", UNSUPPORTED, "newer version", "inspect", newer),
        fails("truncated", MALFORMED, "truncated.snn", "verify", truncated, "--inputs", DATA),
        fails("a model", MALFORMED, "mlp.onnx", "run", MODEL, "--inputs", DATA));
  }

  @TestFactory
  Stream<DynamicTest> outputs() {
    return Stream.of(
        fails(
            "no such folder",
            USAGE,
            "none/out.snn",
            "compile",
            MODEL,
            "--inputs",
            DATA,
            "-o",
            "none/out.snn"),
        fails("a folder", USAGE, "expected a file", "compile", MODEL, "--inputs", DATA, "-o", "."));
  }
}
