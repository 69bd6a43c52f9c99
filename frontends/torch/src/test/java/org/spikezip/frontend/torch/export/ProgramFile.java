package org.spikezip.frontend.torch.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.spikezip.frontend.torch.TestArchive;
import org.spikezip.frontend.torch.zip.ZipArchive;

/** A program of the fixtures, to be changed and written again. */
final class ProgramFile {
  static final String MODEL = "models/model.json";
  static final String WEIGHTS = "data/weights/model_weights_config.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private ProgramFile() {}

  static Path fixture(String name) {
    return Path.of("..", "..", "integration-tests", "fixtures", "torch", name)
        .toAbsolutePath()
        .normalize();
  }

  static ProgramFile of(String name) {
    ProgramFile file = new ProgramFile();
    try (ZipArchive archive = ZipArchive.open(fixture(name))) {
      for (String entry : archive.names()) {
        ByteBuffer content = archive.read(entry);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        file.entries.put(entry, bytes);
      }
    }
    return file;
  }

  byte[] entry(String name) {
    return entries.get(name).clone();
  }

  ProgramFile with(String entry, byte[] content) {
    entries.put(entry, content.clone());
    return this;
  }

  ProgramFile without(String entry) {
    entries.remove(entry);
    return this;
  }

  /** With its JSON changed. */
  ProgramFile edit(String entry, Consumer<ObjectNode> change) {
    try {
      ObjectNode json = (ObjectNode) MAPPER.readTree(entries.get(entry));
      change.accept(json);
      return with(entry, MAPPER.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ProgramFile editGraph(Consumer<ObjectNode> change) {
    return edit(MODEL, json -> change.accept((ObjectNode) json.at("/graph_module/graph")));
  }

  ProgramFile editSignature(Consumer<ObjectNode> change) {
    return edit(MODEL, json -> change.accept((ObjectNode) json.at("/graph_module/signature")));
  }

  /** The first node that calls an operator whose name contains this. */
  static ObjectNode node(ObjectNode graph, String target) {
    for (JsonNode node : (ArrayNode) graph.get("nodes")) {
      if (node.get("target").asText().contains(target)) {
        return (ObjectNode) node;
      }
    }
    throw new IllegalArgumentException(target);
  }

  Path write(Path folder) {
    TestArchive archive = new TestArchive();
    entries.forEach(archive::with);
    return archive.write(folder);
  }
}
