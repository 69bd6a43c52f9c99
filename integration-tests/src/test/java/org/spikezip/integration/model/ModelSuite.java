package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.spikezip.integration.model.Exactness.assertExact;
import static org.spikezip.integration.model.Exactness.assertSameSpikes;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.api.Samples;
import org.spikezip.host.verify.VerificationReport;

/**
 * E1 for every fixture under every schedule: the same codes as the quantized network, the same
 * bits, and the same spikes whatever the number of threads and the kernels.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelSuite {
  private final Workbench workbench = new Workbench();

  @AfterAll
  void close() {
    workbench.close();
  }

  @TestFactory
  Stream<DynamicContainer> equalsItsQuantizedNetwork() {
    return ModelCase.all().stream()
        .map(
            model ->
                dynamicContainer(
                    model.name(),
                    Stream.concat(
                        Stream.of(dynamicTest("spikes", () -> spikes(model))), proofs(model))));
  }

  private Stream<DynamicTest> proofs(ModelCase model) {
    return RunKind.all().stream()
        .map(run -> dynamicTest(run.name(), () -> provesAlike(model, run)));
  }

  private void provesAlike(ModelCase model, RunKind run) {
    CompiledModel made = workbench.compiled(model);
    Samples samples = model.samples().apply(made.graph());
    VerificationReport one = made.verify(samples, run, Kernels.SCALAR, 1);
    VerificationReport two = made.verify(samples, run, Kernels.VECTOR, 2);
    assertExact(one);
    assertExact(two);
    assertSameSpikes(one, two);
  }

  /** A network in which nothing fires would be exact too. */
  private void spikes(ModelCase model) {
    CompiledModel made = workbench.compiled(model);
    Samples samples = model.samples().apply(made.graph());
    VerificationReport report = made.verify(samples, RunKind.fast(), Kernels.VECTOR, 1);
    assertExact(report);
    assertTrue(report.spikes() > 0);
    assertTrue(report.spikingMacShare() > 0, "nothing is computed by spikes");
    System.out.printf(
        "%-24s %6d neurons, spikes/neuron %.2f, T_eq %d, spiking MACs %.1f %%%n",
        model.name(),
        report.neurons() / report.samples(),
        report.spikesPerNeuron(),
        report.steps().max(),
        100 * report.spikingMacShare());
  }
}
