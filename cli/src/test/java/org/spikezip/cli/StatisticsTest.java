package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What calibration finds is kept, shown and taken again. */
class StatisticsTest {
  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir private Path folder;

  @Test
  void statisticsAreKeptShownAndTakenAgain() throws IOException {
    Path file = folder.resolve("mlp.statistics");
    Command first = compile("first.snn", "--inputs", DATA, "--statistics", file);
    assertEquals(0, first.exitCode(), first.err());
    byte[] kept = Files.readAllBytes(file);
    Command again = compile("second.snn", "--inputs", DATA, "--statistics", file);
    assertEquals(0, again.exitCode(), again.err());
    assertArrayEquals(kept, Files.readAllBytes(file));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("first.snn")),
        Files.readAllBytes(folder.resolve("second.snn")));

    JsonNode json = Command.run("inspect", file, "--json").json();
    assertEquals("statistics", json.get("kind").asText());
    assertEquals("5", json.get("origin").get("samples").asText());
    assertTrue(json.get("values").size() > 0);
    String text = Command.run("inspect", file).out();
    assertTrue(text.contains("root mean square"), text);
  }

  @Test
  void statisticsOfOtherDataAreRefused() {
    Path file = folder.resolve("mlp.statistics");
    compile("first.snn", "--inputs", DATA, "--statistics", file);
    Command other = compile("second.snn", "--calibrate", "random:5", "--statistics", file);
    assertEquals(2, other.exitCode(), other.err());
    assertTrue(other.err().contains("expected data 'random:5'"), other.err());
  }

  private Command compile(String name, Object... more) {
    Object[] words = new Object[more.length + 4];
    System.arraycopy(new Object[] {"compile", MODEL, "-o", folder.resolve(name)}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    return Command.run(words);
  }
}
