package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.Graph;
import org.spikezip.ir.artifact.Artifact;
import org.spikezip.ir.op.Gather;

/** From a model to a proof, on a tiny one. */
class PipelineTest {
  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir static Path folder;
  private static Path network;
  private static Command compiled;

  @BeforeAll
  static void compile() {
    network = folder.resolve("mlp.snn");
    compiled = Command.run("compile", MODEL, "-o", network, "--inputs", DATA, "--json");
  }

  private static JsonNode ok(Object... words) {
    Command command = Command.run(words);
    assertEquals(0, command.exitCode(), command.err() + command.out());
    assertEquals(1, command.json().get("schema").asInt());
    return command.json();
  }

  @Test
  void compileTellsOfEveryPass() {
    assertEquals(0, compiled.exitCode(), compiled.err());
    JsonNode json = compiled.json();
    assertEquals("canonicalize", json.get("passes").get(0).get("id").asText());
    assertTrue(json.get("passes").size() >= 3);
    assertTrue(json.get("classes").get("neuron").asInt() > 0);
    assertEquals(network.toFile().length(), json.get("bytes").asLong());
  }

  @Test
  void compileTellsPeopleTheSame() {
    Path file = folder.resolve("text.snn");
    Command command =
        Command.run("compile", MODEL, "-o", file, "--calibrate", "random:4", "--levels", 16);
    assertEquals(0, command.exitCode(), command.err());
    assertTrue(command.err().contains("warning: --calibrate random:4 guesses"), command.err());
    for (String word : new String[] {"canonicalize (", "quantize (", "synapse", "wrote "}) {
      assertTrue(command.out().contains(word), command.out());
    }
  }

  @Test
  void inspectsModelsAndNetworks() {
    JsonNode model = ok("inspect", MODEL, "--json");
    assertFalse(model.get("quantized").asBoolean());
    assertEquals("x", model.get("inputs").get(0).get("name").asText());
    assertTrue(model.get("products").get("synapse").asInt() > 0);
    JsonNode spiking = ok("inspect", network, "--json");
    assertEquals("network", spiking.get("kind").asText());
    assertTrue(spiking.get("spikingMacShare").asDouble() > 0);
    assertEquals(MODEL.toString(), spiking.get("metadata").get("source.path").asText());
    assertTrue(Command.run("inspect", network).out().contains("neuron"));
  }

  @Test
  void verifies() {
    JsonNode json = ok("verify", network, "--inputs", DATA, "--float", MODEL, "--json");
    assertEquals(5, json.get("samples").asInt());
    assertEquals(0, json.get("mismatchedCodes").asInt());
    assertTrue(json.get("outputsBitEqual").asBoolean());
    assertTrue(json.get("neurons").asLong() > 0);
    assertTrue(json.get("spikeTrainHash").asText().matches("[0-9a-f]{16}"));
    assertTrue(json.get("steps").get("max").asInt() >= json.get("steps").get("mean").asDouble());
    assertTrue(json.get("spikesPerNeuron").asDouble() > 0);
    assertTrue(json.get("spikingMacShare").asDouble() > 0);
    assertTrue(json.get("float").get("meanCosine").asDouble() > 0.9);
    assertTrue(json.get("float").has("top1Agreement"));
    assertFalse(json.has("source"), "it did not come quantized");
  }

  @Test
  void runsTheSameWhateverTheThreadsAndKernels() {
    String hash = hash("--threads", 1, "--option", "kernels=scalar");
    assertEquals(hash, hash("--threads", 2));
    assertFalse(hash.equals(hash("--schedule", "wavefront:1")));
  }

  private static String hash(Object... options) {
    Object[] words = new Object[options.length + 5];
    System.arraycopy(new Object[] {"run", network, "--inputs", DATA, "--json"}, 0, words, 0, 5);
    System.arraycopy(options, 0, words, 5, options.length);
    return ok(words).get("spikeTrainHash").asText();
  }

  @Test
  void runsWithLabelsStepByStep() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.txt"), "0\n1\n2\n3\n0\n");
    Path outputs = folder.resolve("out.npz");
    JsonNode json =
        ok("run", network, "--inputs", DATA, "--labels", labels, "--outputs", outputs, "--json");
    assertTrue(json.get("accuracy").isNumber());
    int steps = json.get("steps").get("max").asInt();
    assertEquals(steps, json.get("perStep").size());
    assertEquals(1.0, json.get("perStep").get(steps - 1).get("agreement").asDouble());
    assertEquals(
        json.get("accuracy").asDouble(),
        json.get("perStep").get(steps - 1).get("accuracy").asDouble());
    for (String key : new String[] {"spikes", "synapticOperations", "seconds", "samples"}) {
      assertTrue(json.get(key).isNumber(), key);
    }
    assertTrue(Files.size(outputs) > 0);
    Command few = Command.run("run", network, "--inputs", DATA, "--limit", 2, "--labels", labels);
    assertEquals(0, few.exitCode(), few.err());
    Files.writeString(labels, "0\n1\n");
    Command missing = Command.run("run", network, "--inputs", DATA, "--labels", labels);
    assertEquals(5, missing.exitCode());
    assertTrue(missing.err().contains("labels.txt"), missing.err());
  }

  @Test
  void aStreamGivesTheSameAnswers() throws IOException {
    Path fresh = folder.resolve("fresh.npz");
    Path streamed = folder.resolve("streamed.npz");
    String hash = hash("--outputs", fresh);
    assertFalse(hash.equals(hash("--stream", "--outputs", streamed)), "other spikes lead there");
    assertEquals(-1, Files.mismatch(fresh, streamed));
  }

  @Test
  void stopsAfterSomeSteps() {
    JsonNode json = ok("run", network, "--inputs", DATA, "--steps", 2, "--json");
    assertEquals(2, json.get("perStep").size());
    assertFalse(json.get("quiet").asBoolean());
  }

  @Test
  void quantizedModelsNeedNoDataAndAreComparedWithTheirSource() {
    Path file = folder.resolve("vit.snn");
    ok("compile", fixture("vit-qdq.onnx"), "-o", file, "--json");
    Graph graph = Artifact.read(file).withMetadata(Map.of("quantize.origin", "source"));
    Artifact.write(graph, file);
    Path data = fixture("fashion-mnist-test.npz");
    JsonNode json = ok("verify", file, "--inputs", data, "--limit", 2, "--max-spike", 16, "--json");
    JsonNode source = json.get("source");
    for (String key : new String[] {"codeMismatches", "ties", "top1Agreement", "maxAbsDiff"}) {
      assertTrue(source.get(key).isNumber(), key);
    }
  }

  @Test
  void exportsToNir() {
    JsonNode json =
        ok("export", network, "--backend", "nir", "-o", folder.resolve("nir"), "--json");
    assertTrue(Files.isRegularFile(Path.of(json.get("files").get(0).get("path").asText())));
  }

  @Test
  void exportsSplitNetworksToNir() {
    Path split = folder.resolve("split.snn");
    ok("compile", MODEL, "-o", split, "--inputs", DATA, "--recipe", "default,split", "--json");
    assertFalse(Artifact.read(split).nodesOf(Gather.class).isEmpty());
    JsonNode json = ok("export", split, "--backend", "nir", "-o", folder.resolve("cut"), "--json");
    assertTrue(Files.isRegularFile(Path.of(json.get("files").get(0).get("path").asText())));
  }

  @Test
  void whatNirCannotSayIsToldOrCutOut() {
    Path bert = folder.resolve("bert.snn");
    ok(
        "compile",
        fixture("small/bert-tiny-legacy.onnx"),
        "-o",
        bert,
        "--calibrate",
        "random:2",
        "--json");
    Path out = folder.resolve("skeleton");
    Command refused = Command.run("export", bert, "--backend", "nir", "-o", out);
    assertEquals(3, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("no product of two values that spike"), refused.err());
    assertTrue(refused.err().contains("--skeleton"), refused.err());
    assertTrue(
        ok("export", bert, "--backend", "nir", "-o", out, "--skeleton", "--json").has("notes"));
    assertTrue(Files.isRegularFile(out.resolve("network.nir")));
  }
}
