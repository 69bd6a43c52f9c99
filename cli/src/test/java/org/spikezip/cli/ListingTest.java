package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

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
  }
}
