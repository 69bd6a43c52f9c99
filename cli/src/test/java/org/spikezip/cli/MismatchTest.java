package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.Graph;
import org.spikezip.ir.artifact.Artifact;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.text.IrParser;

/** What verify says of a backend with a fault. */
class MismatchTest {
  private static final Path MODEL = fixture("small/mlp.onnx");
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir static Path folder;
  private static Path network;

  @BeforeAll
  static void compile() {
    network = folder.resolve("mlp.snn");
    Command compiled = Command.run("compile", MODEL, "-o", network, "--inputs", DATA);
    assertEquals(0, compiled.exitCode(), compiled.err());
  }

  @Test
  void namesTheFirstNeuronThatIsWrong() {
    Command command =
        Command.run("verify", network, "--inputs", DATA, "--backend", "faulty", "--json");
    assertEquals(1, command.exitCode(), command.err());
    JsonNode first = command.json().get("firstDivergence");
    Graph graph = Artifact.read(network);
    assertTrue(graph.node(first.get("node").asInt()).op() instanceof Neuron, first::toString);
    assertEquals(graph.node(first.get("node").asInt()).name(), first.get("layer").asText());
    assertEquals(2, first.get("depth").asInt(), "the fault lies behind the first layer");
    assertTrue(first.get("step").asInt() >= 1);
    assertNotEquals(first.get("expected").asInt(), first.get("found").asInt());
    double quotient = first.get("potential").asDouble() / first.get("threshold").asDouble();
    double distance = Math.abs(quotient - first.get("expected").asInt());
    assertTrue(distance < Math.abs(quotient - first.get("found").asInt()), first::toString);

    Command text = Command.run("verify", network, "--inputs", DATA, "--backend", "faulty");
    assertEquals(1, text.exitCode());
    String line = "it begins at: sample " + first.get("sample").asInt() + ", step ";
    assertTrue(text.out().contains(line), text.out());
  }

  @Test
  void writesASmallNetworkThatShowsIt() throws IOException {
    Path small = folder.resolve("reproducer");
    Command command =
        Command.run(
            "verify",
            network,
            "--inputs",
            DATA,
            "--backend",
            "faulty",
            "--max-spike",
            3,
            "--reproducer",
            small);
    assertEquals(1, command.exitCode(), command.err());
    Graph graph = IrParser.parse(Files.readString(small.resolve("network.txt")));
    assertEquals(Artifact.read(small.resolve("network.snn")), graph);
    assertTrue(graph.nodes().size() < Artifact.read(network).nodes().size(), command.out());

    String line = command.out().lines().filter(l -> l.contains("bin/spikezip ")).findFirst().get();
    Object[] words = line.strip().split(" ", -1);
    Command again = Command.run(Arrays.copyOfRange(words, 1, words.length));
    assertEquals(1, again.exitCode(), again.err());
    assertTrue(again.out().contains("it begins at: sample 0, step "), again.out());
    Command right =
        Command.run(
            "verify", small.resolve("network.snn"), "--inputs", small.resolve("inputs.npz"));
    assertEquals(0, right.exitCode(), "the engine is right where the faulty one is not");
  }

  @Test
  void anExactBackendLeavesNoReproducer() {
    Path none = folder.resolve("none");
    Command command = Command.run("verify", network, "--inputs", DATA, "--reproducer", none);
    assertEquals(0, command.exitCode(), command.err());
    assertTrue(Files.notExists(none));
  }
}
