package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each a message that says what is wrong, the right exit code, and no file left. */
class BadInputTest {
  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir Path folder;
  @TempDir Path outputs;

  @AfterEach
  void leavesNoOutput() throws IOException {
    try (Stream<Path> files = Files.list(outputs)) {
      assertEquals(0, files.count());
    }
  }

  private void assertFails(int exitCode, String message, Object... words) {
    Command command = Command.run(words);
    assertEquals(exitCode, command.exitCode(), command.err());
    assertTrue(command.err().contains(message), command.err());
    assertEquals("", command.out());
  }

  private void assertCompileFails(int exitCode, String message, Object... words) {
    Object[] all = Arrays.copyOf(words, words.length + 3);
    System.arraycopy(words, 0, all, 1, words.length);
    all[0] = "compile";
    all[words.length + 1] = "-o";
    all[words.length + 2] = outputs.resolve("out.snn");
    assertFails(exitCode, message, all);
  }

  @Test
  void noModel() {
    assertCompileFails(5, "none.onnx", folder.resolve("none.onnx"));
  }

  @Test
  void truncatedModel() throws IOException {
    byte[] bytes = Files.readAllBytes(MODEL);
    Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
    assertCompileFails(5, "cut.onnx", cut, "--inputs", DATA);
  }

  @Test
  void noOnnx() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "hello");
    assertCompileFails(5, "text.onnx", text, "--inputs", DATA);
  }

  @Test
  void levels() {
    assertCompileFails(2, "--levels", MODEL, "--inputs", DATA, "--levels", 1);
    assertCompileFails(2, "--levels", MODEL, "--inputs", DATA, "--levels", 257);
  }

  @Test
  void floatModelWithoutData() {
    assertCompileFails(2, "--calibrate random:N", MODEL);
  }

  @Test
  void dataAndRandom() {
    assertCompileFails(2, "exclude", MODEL, "--inputs", DATA, "--calibrate", "random:3");
    assertCompileFails(2, "random:64", MODEL, "--calibrate", "3");
    assertCompileFails(2, "exclude", MODEL, "--inputs", DATA, "--images", folder);
    assertCompileFails(2, "tokenizer", MODEL, "--text", DATA);
  }

  @Test
  void wrongShape() {
    assertCompileFails(5, "\"x\": expected", MODEL, "--inputs", fixture("small/conv-tiny.npz"));
  }

  @Test
  void wrongName() {
    assertCompileFails(
        5, "\"x\" is missing", MODEL, "--inputs", fixture("small/bert-tiny-legacy.npz"));
  }

  @Test
  void emptyData() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
    Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertCompileFails(
        5, "", fixture("small/bert-tiny-legacy.onnx"), "--text", empty, "--tokenizer", tokenizer);
  }

  @Test
  void outputFolderMissing() {
    Path file = folder.resolve("none").resolve("out.snn");
    assertFails(2, "out.snn", "compile", MODEL, "--inputs", DATA, "-o", file);
  }

  @Test
  void nanWeights() {
    assertCompileFails(5, "NaN", fixture("small/nan-weights.onnx"), "--calibrate", "random:2");
  }

  @Test
  void unknownOperator() {
    assertCompileFails(3, "", fixture("small/unknown-op.onnx"), "--calibrate", "random:2");
  }

  @Test
  void externalDataOutsideOfTheFolder() {
    assertCompileFails(
        5,
        "external-outside.onnx",
        fixture("small/external-outside.onnx"),
        "--calibrate",
        "random:2");
  }

  @Test
  void networkThatIsNone() {
    assertFails(5, "mlp.onnx", "run", MODEL, "--inputs", DATA);
    assertFails(5, "none.snn", "run", folder.resolve("none.snn"), "--inputs", DATA);
  }

  @Test
  void config() throws IOException {
    Path config = Files.writeString(folder.resolve("c.yaml"), "levles: 16\n");
    assertCompileFails(2, "did you mean 'levels'", MODEL, "--config", config);
    Files.writeString(config, "levels: 1\ninputs: " + DATA + "\n");
    assertCompileFails(2, "--levels", MODEL, "--config", config);
    Files.writeString(config, "- levels\n");
    assertCompileFails(5, "c.yaml", MODEL, "--config", config);
    assertCompileFails(5, "none.yaml", MODEL, "--config", folder.resolve("none.yaml"));
  }
}
