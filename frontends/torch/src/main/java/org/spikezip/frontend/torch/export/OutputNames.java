package org.spikezip.frontend.torch.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.SpikezipException;

/** Names of a program's outputs: the keys where it answers with a dictionary, else numbers. */
final class OutputNames {
  private OutputNames() {}

  static List<String> of(Json program, int count) {
    List<String> names =
        tree(program).map(OutputNames::keys).filter(n -> n.size() == count).orElse(List.of());
    if (!names.isEmpty()) {
      return names;
    }
    List<String> numbered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbered.add(count == 1 ? "output" : "output_" + i);
    }
    return numbered;
  }

  /** What the outputs were packed in: a list of a version and a tree of containers, as text. */
  private static Optional<Json> tree(Json program) {
    return program
        .at("graph_module")
        .find("module_call_graph")
        .filter(calls -> calls.node().size() > 0)
        .flatMap(calls -> calls.list().get(0).find("signature"))
        .flatMap(signature -> signature.find("out_spec"))
        .flatMap(OutputNames::nested)
        .filter(spec -> spec.node().size() == 2)
        .map(spec -> spec.list().get(1));
  }

  private static Optional<Json> nested(Json text) {
    if (!text.node().isTextual()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = text.text().getBytes(StandardCharsets.UTF_8);
      Json json = Json.parse(text.path(), ByteBuffer.wrap(bytes));
      return json.node().isArray() ? Optional.of(json) : Optional.empty();
    } catch (SpikezipException e) {
      return Optional.empty();
    }
  }

  /** The context of a dictionary, or of a class made of one, is the list of its keys. */
  private static List<String> keys(Json tree) {
    List<String> names = new ArrayList<>();
    Optional<Json> keys = tree.find("context").flatMap(OutputNames::nested);
    if (keys.isPresent()) {
      for (JsonNode key : keys.get().node()) {
        names.add(key.asText());
      }
    }
    return names;
  }
}
