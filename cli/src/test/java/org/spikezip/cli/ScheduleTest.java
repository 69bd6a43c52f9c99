package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schedules that are named, chosen or compiled in; runs that end early; measurements. */
class ScheduleTest {
  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir static Path folder;
  private static Path network;

  @BeforeAll
  static void compile() {
    network = folder.resolve("mlp.snn");
    ok("compile", MODEL, "-o", network, "--inputs", DATA, "--json");
  }

  private static JsonNode ok(Object... words) {
    Command command = Command.run(words);
    assertEquals(0, command.exitCode(), command.err() + command.out());
    return command.json();
  }

  private static JsonNode run(Path file, Object... more) {
    return ok(words(List.of("run", file, "--inputs", DATA, "--json"), more));
  }

  private static Object[] words(List<?> first, Object... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray();
  }

  private static void assertRefused(String message, Object... words) {
    Command command = Command.run(words);
    assertEquals(2, command.exitCode(), command.err());
    assertTrue(command.err().contains(message), command.err());
    assertEquals("", command.out());
  }

  @Test
  void everyScheduleIsProved() {
    for (String schedule : List.of("deadline:2", "wavefront:0.5", "auto:synops")) {
      JsonNode json = ok("verify", network, "--inputs", DATA, "--schedule", schedule, "--json");
      assertEquals(0, json.get("mismatchedCodes").asInt(), schedule);
      assertTrue(json.get("quiet").asBoolean(), schedule);
    }
  }

  @Test
  void autoNeedsNoMoreThanWhatItImproves() {
    JsonNode paper = run(network);
    assertEquals("synchronous", paper.get("schedule").asText());
    JsonNode steps = run(network, "--schedule", "auto:steps");
    JsonNode synops = run(network, "--schedule", "auto:synops");
    assertTrue(steps.get("steps").get("max").asInt() <= paper.get("steps").get("max").asInt());
    assertTrue(
        synops.get("synapticOperations").asLong() < paper.get("synapticOperations").asLong());
    Command text =
        Command.run("run", network, "--inputs", DATA, "--schedule", "auto", "--max-spike", 4);
    assertTrue(text.out().contains("schedule of least product: "), text.out());
  }

  @Test
  void networksRunAsTheyWereCompiledTo() {
    Path file = folder.resolve("own.snn");
    ok(
        "compile",
        MODEL,
        "-o",
        file,
        "--inputs",
        DATA,
        "--schedule",
        "deadline:2",
        "--max-spike",
        3,
        "--json");
    JsonNode own = run(file);
    assertEquals("deadline:2", own.get("schedule").asText());
    assertEquals(3, own.get("maxSpike").asInt());
    JsonNode told = run(file, "--schedule", "layerwise", "--max-spike", 1);
    assertEquals("layerwise", told.get("schedule").asText());
    assertEquals(1, told.get("maxSpike").asInt());
  }

  @Test
  void autoIsCompiledInAsWhatItChose() {
    Path file = folder.resolve("auto.snn");
    ok("compile", MODEL, "-o", file, "--inputs", DATA, "--schedule", "auto:synops", "--json");
    assertFalse(run(file).get("schedule").asText().startsWith("auto"));
  }

  @Test
  void autoWithoutDataIsRefused() throws IOException {
    Path file = folder.resolve("none.snn");
    assertRefused(
        "measures schedules on data",
        "compile",
        fixture("vit-qdq.onnx"),
        "-o",
        file,
        "--schedule",
        "auto");
    assertFalse(Files.exists(file));
  }

  @Test
  void misspeltSchedulesAreCorrected() {
    Object[] start = {"run", network, "--inputs", DATA, "--schedule"};
    assertRefused("did you mean synchronous?", words(List.of(start), "sincronous"));
    assertRefused("did you mean deadline:N", words(List.of(start), "deadlines:3"));
    assertRefused("expected one of steps, synops", words(List.of(start), "auto:speed"));
    assertRefused("deadline", words(List.of(start), "deadline:0"));
    assertRefused("--until", words(List.of(start), "synchronous", "--until", "confident:0"));
    assertRefused("--until", words(List.of(start), "synchronous", "--until", "sure"));
  }

  @Test
  void confidentRunsEndEarlier() {
    JsonNode whole = run(network);
    JsonNode early = run(network, "--until", "confident:2");
    assertEquals(0, whole.get("stopped").asInt());
    assertTrue(early.get("stopped").asInt() > 0);
    assertTrue(early.get("spikes").asLong() < whole.get("spikes").asLong());
    assertTrue(
        early.get("steps").get("mean").asDouble() < whole.get("steps").get("mean").asDouble());
    JsonNode never = run(network, "--until", "confident:1000000");
    assertEquals(whole.get("spikeTrainHash"), never.get("spikeTrainHash"));
  }

  @Test
  void benchMeasuresAllWaysInTurn() {
    JsonNode json =
        ok(
            "bench",
            network,
            "--inputs",
            DATA,
            "--float",
            MODEL,
            "--rounds",
            2,
            "--warm-up",
            0,
            "--schedule",
            "synchronous",
            "--schedule",
            "deadline:1@4",
            "--json");
    assertEquals(1, json.get("schema").asInt());
    assertTrue(json.get("peakHeapBytes").asLong() > 0);
    List<String> ways = new ArrayList<>();
    for (JsonNode way : json.get("measurements")) {
      ways.add(way.get("name").asText() + " " + way.get("threads").asInt());
      assertTrue(way.get("secondsPerInference").get("median").asDouble() > 0);
      assertTrue(way.get("ratioToFloat").asDouble() > 0);
      assertEquals(way.get("name").asText().contains("@"), way.has("synapticOperationsPerSecond"));
    }
    assertEquals(
        Stream.of(1, 2)
            .flatMap(
                threads ->
                    Stream.of(
                            "float model",
                            "quantized network, dense",
                            "synchronous@1",
                            "deadline:1@4")
                        .map(name -> name + " " + threads))
            .toList(),
        ways);
  }

  @Test
  void benchComparesWithTheQuantizedSource() {
    Path file = folder.resolve("vit.snn");
    ok("compile", fixture("vit-qdq.onnx"), "-o", file, "--json");
    Command command =
        Command.run(
            "bench",
            file,
            "--inputs",
            fixture("fashion-mnist-test.npz"),
            "--limit",
            1,
            "--rounds",
            1,
            "--warm-up",
            0,
            "--threads",
            1,
            "--schedule",
            "wavefront:1@16");
    assertEquals(0, command.exitCode(), command.err());
    for (String word : List.of("quantized source", "wavefront:1@16", "peak memory")) {
      assertTrue(command.out().contains(word), command.out());
    }
  }

  @Test
  void benchRefusesNonsense() {
    Object[] start = {"bench", network, "--inputs", DATA};
    assertRefused("--rounds", words(List.of(start), "--rounds", 0));
    assertRefused("--threads", words(List.of(start), "--threads", 0));
    assertRefused("NAME@M", words(List.of(start), "--schedule", "deadline:1@x"));
    assertRefused("--max-spike", words(List.of(start), "--schedule", "deadline:1@0"));
    assertRefused("did you mean", words(List.of(start), "--schedule", "layervise@4"));
    assertRefused("there is no data", "bench", network);
  }
}
