package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a command did.
 *
 * @param exitCode its exit code
 * @param out what it wrote on stdout
 * @param err what it wrote on stderr
 */
record CommandResult(int exitCode, String out, String err) {
  /** This, if it went well. */
  CommandResult ok() {
    assertEquals(0, exitCode, () -> out + err);
    return this;
  }

  /** Stdout as the one JSON object that it must be, of schema 1. */
  JsonNode json() {
    try {
      JsonNode json =
          new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(out);
      assertEquals(1, json.path("schema").asInt(), out);
      return json;
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out + err, e);
    }
  }
}
