package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.spikezip.integration.model.Exactness.assertExact;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.SourceReport;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.integration.model.QuantizedForm.Kind;
import org.spikezip.ir.Graph;
import org.spikezip.ir.op.Neuron;

/**
 * Every form of quantization, E1 under several schedules and E3. {@code -Dspikezip.inputs=1000}
 * takes more inputs of each than a build has time for, {@code -Dspikezip.forms=vit.*} only the
 * fixtures whose names match.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuantizedFormTest {
  private static final int INPUTS = Integer.getInteger("spikezip.inputs", 4);
  private static final String FORMS = System.getProperty("spikezip.forms", ".*");

  private final Spikezip spikezip = Spikezip.open(HostOptions.defaults());
  private final Map<String, CompiledModel> compiled = new HashMap<>();

  @AfterAll
  void close() {
    compiled.values().forEach(model -> model.source().close());
    spikezip.close();
  }

  private CompiledModel compiled(QuantizedForm form) {
    return compiled.computeIfAbsent(
        form.name(),
        name -> {
          SourceModel source = spikezip.openModel(form.model());
          return CompiledModel.of(spikezip, source, form.calibration(source.graph()));
        });
  }

  @TestFactory
  Stream<DynamicTest> equalsItsQuantizedNetworkAndItsSource() {
    return forms().map(f -> dynamicTest(f.name(), () -> proves(f)));
  }

  private static Stream<QuantizedForm> forms() {
    return QuantizedForm.all().stream().filter(form -> form.name().matches(FORMS));
  }

  private void proves(QuantizedForm form) {
    CompiledModel model = compiled(form);
    assertEquals(form.products(), model.operators("synapse") + model.operators("bilinear"));
    assertEquals(0, model.operators("host"));
    Samples samples = form.samples(model.graph(), INPUTS, 0);
    VerificationRequest request =
        model
            .verification(samples, Kernels.VECTOR)
            .withRun(RunKind.fast().times(bytes(model.graph())).options())
            .withThreads(2)
            .withSource(model.source());
    VerificationReport report = spikezip.verify(request);
    assertExact(report);
    assertTrue(report.spikes() > 0);
    assertEquals(form.kind() == Kind.STATIC, report.source().isPresent());
    System.out.printf(
        "%-26s %5d inputs, mismatched codes %d, %s%n",
        form,
        report.samples(),
        report.mismatchedCodes(),
        report.source().map(Object::toString).orElse("no source to compare with"));
    report.source().ifPresent(QuantizedFormTest::assertTies);
  }

  private static void assertTies(SourceReport source) {
    assertEquals(0, source.layersLeftOut());
    assertTrue(source.codes() > 0);
    assertEquals(0, source.failures());
  }

  /** The same on few inputs in every other way to run. */
  @TestFactory
  Stream<DynamicTest> endsAlikeUnderEverySchedule() {
    return forms()
        .map(f -> dynamicTest(f.name(), () -> RunKind.all().forEach(run -> proves(f, run))));
  }

  private void proves(QuantizedForm form, RunKind run) {
    CompiledModel model = compiled(form);
    Samples samples = form.samples(model.graph(), 1, 0);
    RunKind wide = run.times(bytes(model.graph()));
    assertExact(model.verify(samples, wide, Kernels.SCALAR, 1));
  }

  /** How many times 256 codes the widest range has: codes of 16 bits would take 65,536 steps. */
  private static int bytes(Graph network) {
    return network.nodesOf(Neuron.class).stream()
            .map(node -> (Neuron) node.op())
            .mapToInt(neuron -> (neuron.max() - neuron.min()) / 256)
            .max()
            .orElse(0)
        + 1;
  }
}
