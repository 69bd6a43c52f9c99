package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.spikezip.integration.model.Exactness.assertExact;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.cli.data.ArraySamples;
import org.spikezip.cli.data.NumpyFile;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

/** LayerNorm's epsilon, GELU's form, softmax's axis and masks survive every exporter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportedFormTest {
  private static final double TOLERANCE = 2e-5;

  private final Spikezip spikezip = Spikezip.open(HostOptions.defaults());

  @AfterAll
  void close() {
    spikezip.close();
  }

  @TestFactory
  Stream<DynamicTest> keepsItsMeaning() {
    return ExportedForm.all().stream().map(f -> dynamicTest(f.name(), () -> keeps(f)));
  }

  private void keeps(ExportedForm form) {
    try (SourceModel source = spikezip.openModel(form.model())) {
      Graph canonical =
          spikezip
              .compileTo(Stage.CANONICAL, source, Options.NONE, Optional.empty(), Progress.NONE)
              .graph();
      assertEquals(form.expected(), ExportedForm.found(canonical));
      Map<String, Tensor> stored = file(form).arrays();
      Map<String, Tensor> inputs = new HashMap<>();
      source.graph().inputNodes().forEach(n -> inputs.put(n.name(), stored.get(n.name())));
      Map<String, Tensor> expected;
      try (Executable original = spikezip.loadFloat(source.graph(), Options.NONE)) {
        expected = original.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
      }
      Map<String, Tensor> found =
          new ReferenceEvaluator(spikezip.hostOps()).evaluate(canonical, inputs).outputs();
      for (String output : expected.keySet()) {
        assertClose(form, stored.get(output), expected.get(output));
        assertClose(form, stored.get(output), found.get(output));
      }
    }
  }

  private static Samples samples(ExportedForm form, Graph graph) {
    return ArraySamples.of(file(form), graph, OptionalInt.empty());
  }

  private static NumpyFile file(ExportedForm form) {
    return NumpyFile.read(Repository.fixture("exported/" + form.name() + ".npz"));
  }

  private static void assertClose(ExportedForm form, Tensor expected, Tensor found) {
    float[] a = expected.floats();
    float[] b = found.floats();
    assertEquals(a.length, b.length);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((double) a[i] - b[i]) / Math.max(1, Math.abs(a[i])));
    }
    double difference = largest;
    assertTrue(difference <= TOLERANCE, () -> form + " differs by " + difference);
  }

  @TestFactory
  Stream<DynamicTest> compiles() {
    return ExportedForm.all().stream().map(f -> dynamicTest(f.name(), () -> compiles(f)));
  }

  private void compiles(ExportedForm form) {
    try (SourceModel source = spikezip.openModel(form.model())) {
      Samples samples = samples(form, source.graph());
      CompiledModel model = CompiledModel.of(spikezip, source, Optional.of(samples));
      assertEquals(0, model.operators("matmul"));
      assertExact(model.verify(samples, RunKind.fast(), Kernels.VECTOR, 1));
    }
  }
}
