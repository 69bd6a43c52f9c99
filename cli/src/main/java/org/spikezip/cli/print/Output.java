package org.spikezip.cli.print;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/**
 * What a verb has to say: lines for people, or one JSON object for programs, never both. Verbs fill
 * both and leave the choice to this.
 */
public final class Output {
  /** The version of all JSON that the command prints. */
  public static final int SCHEMA = 1;

  private final PrintWriter out;
  private final boolean asJson;
  private final int width;
  private final ObjectNode json = object();

  /**
   * Output to a stream.
   *
   * @param asJson whether JSON is wanted
   * @param width characters a line
   */
  public Output(PrintWriter out, boolean asJson, int width) {
    this.out = out;
    this.asJson = asJson;
    this.width = width;
    json.put("schema", SCHEMA);
  }

  /** An empty JSON object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The JSON object that {@link #finish} prints. */
  public ObjectNode json() {
    return json;
  }

  /** Text for people, wrapped; shown at once. */
  public void line(String text) {
    if (!asJson) {
      Wrap.lines(text, width).forEach(out::println);
      out.flush();
    }
  }

  /** Text to copy, such as a command: never wrapped. */
  public void verbatim(String text) {
    if (!asJson) {
      out.println(text);
      out.flush();
    }
  }

  /** An empty line. */
  public void gap() {
    line("");
  }

  /** A table for people. */
  public void table(Table table) {
    if (!asJson) {
      table.lines(width).forEach(out::println);
      out.flush();
    }
  }

  /** Prints the JSON object, if that is wanted. */
  public void finish() {
    if (asJson) {
      out.println(text(json));
    }
    out.flush();
  }

  static String text(ObjectNode json) {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree of JSON nodes can be written", e);
    }
  }
}
