package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir Path folder;

  private static void assertUsage(Command command, String message) {
    assertEquals(2, command.exitCode(), command.err());
    assertTrue(command.err().startsWith("spikezip: error: "), command.err());
    assertTrue(command.err().contains(message), command.err());
    assertEquals("", command.out());
  }

  @Test
  void helpIsOnStdout() {
    Command help = Command.run("--help");
    assertEquals(0, help.exitCode());
    assertEquals("", help.err());
    for (String verb :
        new String[] {
          "inspect",
          "compile",
          "verify",
          "run",
          "demo",
          "backends",
          "frontends",
          "passes",
          "plugins"
        }) {
      assertTrue(help.out().contains("  " + verb + " "), verb);
      Command ofVerb = Command.run(verb, "--help");
      assertEquals(0, ofVerb.exitCode());
      assertTrue(ofVerb.out().startsWith("Usage: spikezip " + verb), ofVerb.out());
      assertTrue(ofVerb.out().contains("--json"), verb);
      assertTrue(ofVerb.out().lines().allMatch(line -> line.length() <= 80), verb);
    }
  }

  @Test
  void versionIsOneLine() {
    Command version = Command.run("--version");
    assertEquals(0, version.exitCode());
    assertEquals(1, version.out().lines().count());
    assertTrue(version.out().startsWith("spikezip "));
  }

  @Test
  void noVerb() {
    assertUsage(Command.run(), "a verb is missing");
  }

  @Test
  void unknownVerb() {
    Command command = Command.run("comple");
    assertUsage(command, "'comple'");
    assertTrue(command.err().contains("did you mean compile"), command.err());
  }

  @Test
  void unknownOption() {
    Command command = Command.run("run", "x.snn", "--limti", "3");
    assertUsage(command, "--limti");
    assertTrue(command.err().contains("--limit"), command.err());
  }

  @Test
  void missingParameter() {
    assertUsage(Command.run("verify"), "F.snn");
    assertUsage(Command.run("compile", "x.onnx"), "--output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=many", "--max-spike=2.5", "--steps=", "--option=kernels"})
  void wrongValue(String option) {
    assertEquals(2, Command.run("run", "x.snn", option).exitCode());
  }

  @Test
  void pluginFolderThatIsNone() {
    assertUsage(Command.run("plugins", "--plugins", folder.resolve("none")), "none");
  }

  @Test
  void errorsAsJson() {
    Command command = Command.run("inspect", folder.resolve("none.onnx"), "--json");
    assertEquals(5, command.exitCode());
    JsonNode json = command.json();
    assertEquals(1, json.get("schema").asInt());
    assertEquals("malformed", json.get("error").get("code").asText());
    assertTrue(json.get("error").get("message").asText().contains("none.onnx"));
    assertTrue(json.get("error").has("remedy"));
    assertTrue(command.err().contains("none.onnx"));
    Command usage = Command.run("run", "--json");
    assertEquals(2, usage.exitCode());
    assertEquals("usage", usage.json().get("error").get("code").asText());
  }

  @Test
  void noStackTraceWithoutDebug() {
    Path missing = folder.resolve("none.onnx");
    assertFalse(Command.run("inspect", missing).err().contains("\tat "));
    assertTrue(Command.run("inspect", missing, "--debug").err().contains("\tat "));
  }
}
