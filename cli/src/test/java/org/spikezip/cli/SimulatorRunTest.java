package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.cli.Command.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run on a simulated machine tells of its cost. */
class SimulatorRunTest {
  private static final Path DATA = fixture("small/mlp.npz");

  @TempDir static Path folder;
  private static Path network;

  @BeforeAll
  static void compile() {
    network = folder.resolve("mlp.snn");
    Command command =
        Command.run("compile", fixture("small/mlp.onnx"), "-o", network, "--inputs", DATA);
    assertEquals(0, command.exitCode(), command.err());
  }

  private static Command run(Object... more) {
    Object[] words = {"run", network, "--inputs", DATA, "--backend", "simulator"};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    Command command = Command.run(all);
    assertEquals(0, command.exitCode(), command.err());
    return command;
  }

  @Test
  void tellsPeople() {
    String out = run().out();
    assertTrue(out.contains("machine       45nm; means of the samples"), out);
    assertTrue(out.matches("(?s).*energy +[0-9.]+ [nµ]J; float network .*; 8-bit network .*"), out);
    assertTrue(out.matches("(?s).*latency +[0-9,]+ cycles; this machine states no times.*"), out);
    assertTrue(out.contains("busiest core"), out);
    assertTrue(out.matches("(?s).*synapse +2 +240 .*"), out);
  }

  @Test
  void tellsProgramsMeansOverTheSamples() {
    JsonNode all = run("--json").json();
    JsonNode machine = all.get("machine");
    assertEquals(5, machine.get("samples").asInt());
    double synaptic = 0;
    for (JsonNode kind : machine.get("classes")) {
      synaptic += kind.get("synapticOperations").asDouble();
    }
    assertEquals(all.get("synapticOperations").asDouble() / 5, synaptic, 1e-9);
    assertTrue(machine.get("energy").asDouble() > 0);
    assertTrue(machine.get("figures").get("busiestCore").asDouble() > 0);
    assertFalse(machine.get("figures").has("seconds"));
  }

  @Test
  void tellsSecondsWhereTheMachineStatesTimes() {
    Command loihi = run("--option", "machine=loihi", "--limit", "1");
    assertTrue(loihi.out().matches("(?s).*latency +[0-9.]+ [µm]s; [0-9,]+ cycles.*"), loihi.out());
    assertTrue(loihi.out().contains("time of float_operation"), loihi.out());
    assertFalse(loihi.out().contains("means"), loihi.out());
    Command free = run("--option", "delivery=random");
    assertTrue(free.out().contains("without barriers there are no steps"), free.out());
  }

  @Test
  void otherBackendsDoNotAccount() {
    Command cpu = Command.run("run", network, "--inputs", DATA, "--json");
    assertFalse(cpu.json().has("machine"));
  }
}
