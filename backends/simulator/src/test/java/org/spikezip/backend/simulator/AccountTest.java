package org.spikezip.backend.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.account.LayerAccount;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;

/** Two neurons at codes 3 and −1 and a synapse of three columns: counted by hand. */
class AccountTest {
  private static final double ACCUMULATE = 2;
  private static final double UPDATE = 10;
  private static final double FLOAT = 1;
  private static final double HOP = 5;

  @TempDir private Path folder;

  private static Graph network() {
    GraphBuilder builder = new GraphBuilder("two");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 2));
    Value codes =
        builder.add(
            "neurons",
            new Neuron(Rounding.HALF_EVEN, -4, 4, 1),
            x,
            builder.constant("theta", Tensor.scalar(1f)),
            builder.constant("min", Tensor.of(new int[] {-4})),
            builder.constant("max", Tensor.of(new int[] {4})),
            builder.constant("rest", Tensor.of(new int[] {0})));
    Value sums =
        builder.add(
            "synapse",
            new Synapse(),
            codes,
            builder.constant("w", Tensor.of(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3)),
            builder.constant("scale", Tensor.of(new float[] {1, 1, 1}, 3)));
    builder.output("y", sums);
    return builder.build(Stage.SPIKING);
  }

  private MachineAccount account(String mesh, int maxSpike) throws IOException {
    return account(mesh, maxSpike, "", Options.NONE);
  }

  private MachineAccount account(String mesh, int maxSpike, String times, Options options)
      throws IOException {
    Path machine = folder.resolve("machine.yaml");
    Files.writeString(
        machine,
        mesh
            + "\nenergy_pj: {accumulate: 2, neuron_update: 10, float_operation: 1, hop: 5,"
            + " int8_multiply_accumulate: 1, multiply_accumulate: 4}\n"
            + times);
    List<MachineAccount> told = new ArrayList<>();
    try (Executable executable =
        new SimulatorBackend()
            .compile(network(), options.with("machine", machine.toString()), () -> null)) {
      executable.run(
          Map.of("x", Tensor.of(new float[] {3, -1}, 1, 2)),
          RunOptions.DEFAULT.withMaxSpike(maxSpike),
          new RunListener() {
            @Override
            public void accounted(MachineAccount account) {
              told.add(account);
            }
          });
    }
    assertEquals(1, told.size());
    return told.get(0);
  }

  private static LayerAccount layer(MachineAccount account, String name) {
    return account.layers().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void countsEventsAndAdditions() throws IOException {
    MachineAccount account = account("name: one", 1);
    LayerAccount neurons = layer(account, "neurons");
    assertEquals(3 + 1, neurons.count("spikes"));
    assertEquals(3 * 2, neurons.count("neuronUpdates"), "two neurons in three steps with work");
    LayerAccount synapse = layer(account, "synapse");
    assertEquals(4 * 3, synapse.count("synapticOperations"));
    assertEquals(0, synapse.count("gradedOperations"));
    assertEquals(2 * 3, synapse.macs());
    assertEquals((1 + 3) * 3 * 2, synapse.count("floatOperations"), "at first and in three steps");
    assertEquals(
        12 * ACCUMULATE + 24 * FLOAT + 6 * UPDATE, account.totalEnergy(), 1e-9, "all of it");
    double byStep = account.stepEnergy().stream().mapToDouble(e -> e).sum();
    assertEquals(account.totalEnergy(), byStep, 1e-9, "what comes before counts in the first");
    assertEquals(6 * 4 + 3, synapse.floatEnergy(), 1e-9);
    assertEquals(6 * 1 + 2 * 3, synapse.quantizedEnergy(), 1e-9);
  }

  @Test
  void gradedSpikesMultiply() throws IOException {
    LayerAccount synapse = layer(account("name: one", 4), "synapse");
    assertEquals(2 * 3, synapse.count("synapticOperations"));
    assertEquals(3, synapse.count("gradedOperations"));
    assertEquals(3 * 4 + 3 * ACCUMULATE, synapse.energy().get("synapses"), 1e-9);
  }

  /** One neuron a core: the synapse's columns lie on the second, behind the second neuron. */
  @Test
  void messagesTakeHops() throws IOException {
    MachineAccount account = account("mesh: {columns: 4}\nlimits: {neurons_per_core: 1}", 1);
    assertEquals(2, account.figures().get("cores"));
    assertEquals(4, account.figures().get("messages"));
    assertEquals(3, account.figures().get("hops"), "the first neuron's spikes go one core far");
    assertEquals(1, account.figures().get("busiestLink"));
    assertEquals(3 * HOP, layer(account, "neurons").energy().get("spikes"), 1e-9);
  }

  /**
   * Steps 1 to 3 add the 3 columns for 2, 1, 1 spikes; the core then also does what comes before in
   * the first. Step 4 finds rest.
   */
  @Test
  void stepsTakeTime() throws IOException {
    String times = "time_ns: {accumulate: 1, neuron_update: 10, step: 1000}";
    MachineAccount account = account("name: one", 1, times, Options.NONE);
    assertEquals((12 + 6 * 10 + 4 * 1000) * 1e-9, account.figures().get("seconds"), 1e-12);
    assertTrue(account.unpublished().contains("time of hop"));
    assertFalse(account("name: one", 1).figures().containsKey("seconds"), "no times are given");
  }

  @Test
  void linksTakeTime() throws IOException {
    String mesh = "mesh: {columns: 4}\nlimits: {neurons_per_core: 1}";
    MachineAccount account = account(mesh, 1, "time_ns: {hop: 7}", Options.NONE);
    assertEquals(3 * 7e-9, account.figures().get("seconds"), 1e-15, "one message in three steps");
  }

  @Test
  void withoutBarriersThereAreNoStepsToTime() throws IOException {
    Options options = Options.NONE.with("delivery", "random");
    MachineAccount account = account("name: one", 1, "time_ns: {accumulate: 1}", options);
    assertFalse(account.figures().containsKey("seconds"));
    assertFalse(account.figures().containsKey("cycles"));
  }

  @Test
  void saysWhatIsMissing() {
    SpikezipException cores =
        assertThrows(SpikezipException.class, () -> account("limits: {neurons_per_core: 1}", 1));
    assertEquals(ErrorCode.UNSUPPORTED, cores.code());
    assertTrue(cores.getMessage().contains("1 are missing"), cores.getMessage());
    SpikezipException memory =
        assertThrows(
            SpikezipException.class, () -> account("limits: {memory_bytes_per_core: 5}", 1));
    assertTrue(memory.getMessage().contains("3 are missing"), memory.getMessage());
  }

  @Test
  void unknownOptionsAreNamed() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                new SimulatorBackend()
                    .compile(network(), Options.NONE.with("machin", "loihi"), () -> null));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("machin"), e.getMessage());
  }
}
