package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
  private static JsonNode entry(String verb, String id) {
    Command command = Command.run(verb, "--json");
    assertEquals(0, command.exitCode(), command.err());
    JsonNode json = command.json();
    assertEquals(1, json.get("schema").asInt());
    for (JsonNode entry : json.get(verb)) {
      if (entry.get("id").asText().equals(id)) {
        return entry;
      }
    }
    throw new AssertionError("no " + id + " in " + json);
  }

  @Test
  void backends() {
    JsonNode cpu = entry("backends", "cpu");
    assertTrue(cpu.get("available").asBoolean());
    assertEquals("spiking", cpu.get("capabilities").get(0).asText());
    assertTrue(cpu.get("plugin").has("origin"));
    assertEquals("float", entry("backends", "onnx").get("capabilities").get(0).asText());
    assertTrue(Command.run("backends").out().contains("cpu (spiking): "));
  }

  @Test
  void frontends() {
    assertTrue(entry("frontends", "onnx").get("description").asText().contains("ONNX"));
    assertTrue(Command.run("frontends").out().contains("onnx: "));
  }

  @Test
  void passesInTheirOrder() {
    assertEquals("imported", entry("passes", "canonicalize").get("fromStage").asText());
    String text = Command.run("passes").out();
    assertTrue(text.indexOf("canonicalize (") < text.indexOf("quantize ("), text);
    assertTrue(text.indexOf("quantize (") < text.indexOf("spike ("), text);
  }

  @Test
  void plugins() {
    JsonNode cpu = entry("plugins", "cpu");
    assertTrue(cpu.get("works").asBoolean());
    assertTrue(cpu.has("version"));
    String text = Command.run("plugins").out();
    assertTrue(text.lines().anyMatch(line -> line.matches("cpu \\S+: works")), text);
  }

  @Test
  void brokenPluginsAreListedOnceAndWarnedOfByOtherVerbs(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("page.jar"), "<html>404</html>");
    Command plugins = Command.run("plugins", "--plugins", folder);
    assertTrue(
        plugins.out().contains("page.jar unknown: not used: page.jar is no jar"), plugins.out());
    assertEquals("", plugins.err());
    Command passes = Command.run("passes", "--plugins", folder);
    assertEquals(0, passes.exitCode());
    assertEquals(1, passes.err().lines().count(), passes.err());
    assertTrue(passes.err().startsWith("spikezip: warning: plugin page.jar ("), passes.err());
    assertEquals("", Command.run("passes", "-q", "--plugins", folder).err());
  }
}
