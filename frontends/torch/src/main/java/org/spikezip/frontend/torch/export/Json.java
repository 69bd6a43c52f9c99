package org.spikezip.frontend.torch.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * A place in a JSON document, whose errors say where it is.
 *
 * @param node what stands there
 * @param path such as {@code model.json: graph.nodes[3].target}
 */
record Json(JsonNode node, String path) {
  private static final int MOST_BYTES = 1 << 27;
  private static final int MOST_DEPTH = 100;
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .build());

  /**
   * Parses a document.
   *
   * @param name the file's name, for messages
   * @throws SpikezipException MALFORMED if it is no JSON, nested too deep or larger than 128 MB
   */
  static Json parse(String name, ByteBuffer bytes) {
    if (bytes.remaining() > MOST_BYTES) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          name + " takes " + bytes.remaining() + " bytes, at most " + MOST_BYTES + " are read");
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    try {
      JsonNode node = MAPPER.readTree(copy);
      return new Json(node == null ? MAPPER.nullNode() : node, name);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          name + " is no JSON: " + e.getMessage(),
          "save the model again with torch.export.save",
          e);
    }
  }

  boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** A field that must be there. */
  Json at(String field) {
    return find(field).orElseThrow(() -> wrong("a field '" + field + "'"));
  }

  Optional<Json> find(String field) {
    return has(field)
        ? Optional.of(new Json(node.get(field), path + "." + field))
        : Optional.empty();
  }

  /** The elements of a list. */
  List<Json> list() {
    if (!node.isArray()) {
      throw wrong("a list");
    }
    List<Json> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new Json(element, path + "[" + elements.size() + "]"));
    }
    return elements;
  }

  /** The fields of an object in their order. */
  Map<String, Json> fields() {
    if (!node.isObject()) {
      throw wrong("an object");
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      fields.put(field.getKey(), new Json(field.getValue(), path + "." + field.getKey()));
    }
    return fields;
  }

  /** The one field of a tagged union, such as {@code {"as_int": 3}}. */
  Map.Entry<String, Json> tagged() {
    Map<String, Json> fields = fields();
    if (fields.size() != 1) {
      throw wrong("an object of one field");
    }
    return fields.entrySet().iterator().next();
  }

  String text() {
    if (!node.isTextual()) {
      throw wrong("a text");
    }
    return node.textValue();
  }

  long whole() {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong("a whole number");
    }
    return node.longValue();
  }

  /** A number; texts stand for those that JSON has not, such as {@code "-Infinity"}. */
  double real() {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      case "NaN", "nan" -> Double.NaN;
      default -> throw wrong("a number");
    };
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw wrong("true or false");
    }
    return node.booleanValue();
  }

  SpikezipException wrong(String expected) {
    String found = node.toString();
    String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
    return new SpikezipException(
        ErrorCode.MALFORMED,
        path + " must be " + expected + ", found " + shown,
        "save the model again with torch.export.save");
  }
}
