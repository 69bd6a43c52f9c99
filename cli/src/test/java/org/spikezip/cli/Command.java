package org.spikezip.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * What a command did.
 *
 * @param exitCode its exit code
 * @param out what it wrote on stdout
 * @param err what it wrote on stderr
 */
record Command(int exitCode, String out, String err) {
  private static final Path FIXTURES = Path.of("..", "integration-tests", "fixtures");

  /** Runs a command; words may be of any type. */
  static Command run(Object... words) {
    String[] args = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      args[i] = words[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Command(exitCode, out.toString(), err.toString());
  }

  /** A file of the fixtures of the integration tests. */
  static Path fixture(String name) {
    return FIXTURES.resolve(name);
  }

  /** Stdout as the one JSON object that it must be. */
  JsonNode json() {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out + err, e);
    }
  }
}
