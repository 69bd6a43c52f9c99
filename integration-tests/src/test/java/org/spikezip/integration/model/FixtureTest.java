package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.integration.model.Exactness.assertExact;
import static org.spikezip.integration.model.Exactness.assertSameSpikes;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.cli.data.Labels;
import org.spikezip.host.verify.SourceReport;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Graph;

/** What only some fixtures can show: accuracy, E3, shapes that vary, and the artifact. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixtureTest {
  private final Workbench workbench = new Workbench();

  @AfterAll
  void close() {
    workbench.close();
  }

  private CompiledModel compiled(String name) {
    return workbench.compiled(ModelCase.named(name));
  }

  /** The float model is right on 275 of these 300, the quantized ones on 277 and 276. */
  @ParameterizedTest
  @ValueSource(strings = {"vit-legacy", "vit-dynamo", "vit-qdq", "vit-qdq-s8"})
  void classifiesImages(String name) throws Exception {
    CompiledModel vit = compiled(name);
    Samples images = ModelCase.images(vit.graph(), Integer.MAX_VALUE);
    int[] labels = Labels.read(Repository.fixture("fashion-mnist-test-labels.npy"));
    assertEquals(300, images.size());
    try (Executable network = vit.load(Kernels.VECTOR)) {
      double accuracy = Accuracy.of(network, RunKind.fast().options(), images, labels);
      System.out.printf("%-24s accuracy %.2f %%%n", name, 100 * accuracy);
      assertTrue(accuracy >= 0.88, () -> "accuracy " + accuracy);
    }
  }

  /** E3: against ONNX Runtime running the quantized model itself. */
  @ParameterizedTest
  @ValueSource(strings = {"vit-qdq", "vit-qdq-s8"})
  void differsFromItsSourceAtTiesOnly(String name) {
    CompiledModel vit = compiled(name);
    Samples images = ModelCase.images(vit.graph(), 8);
    VerificationReport report =
        workbench
            .spikezip()
            .verify(
                vit.verification(images, Kernels.VECTOR)
                    .withRun(RunKind.fast().options())
                    .withThreads(2)
                    .withSource(vit.source()));
    assertExact(report);
    SourceReport source = report.source().orElseThrow();
    System.out.printf("%-24s %s%n", name, source);
    assertEquals(0, source.failures());
    assertEquals(0, source.layersLeftOut());
    assertTrue(source.layersCompared() > 0 && source.codes() > 0);
    assertTrue(source.codeMismatches() < 1e-3 * source.codes());
    assertEquals(1, source.top1Agreement());
  }

  /** Nothing is compared with a model that came without quantizers. */
  @Test
  void floatModelsHaveNoQuantizedSource() {
    CompiledModel mlp = compiled("mlp");
    Samples samples = ModelCase.named("mlp").samples().apply(mlp.graph());
    VerificationRequest request =
        mlp.verification(samples, Kernels.SCALAR)
            .withSource(mlp.source())
            .withFloatModel(mlp.source());
    VerificationReport report = workbench.spikezip().verify(request);
    assertTrue(report.source().isEmpty());
    double cosine = report.floatModel().orElseThrow().meanCosine();
    assertTrue(cosine > 0.9, () -> "cosine " + cosine);
  }

  /** One network serves batches and lengths as they come. */
  @ParameterizedTest
  @ValueSource(strings = {"bert-tiny-legacy", "bert-tiny-dynamo", "gpt-tiny", "llama-tiny"})
  void takesAnyBatchAndLength(String name) {
    CompiledModel model = compiled(name);
    Graph graph = model.graph();
    Samples samples =
        Samples.of(
            "tokens of three shapes",
            List.of(
                Tokens.sample(graph, 1, 7, 1),
                Tokens.sample(graph, 4, 50, 2),
                Tokens.sample(graph, 2, 1, 3),
                Tokens.sample(graph, 1, 7, 4)));
    VerificationReport one = model.verify(samples, RunKind.fast(), Kernels.SCALAR, 1);
    VerificationReport two = model.verify(samples, RunKind.fast(), Kernels.VECTOR, 2);
    assertExact(one);
    assertExact(two);
    assertSameSpikes(one, two);
    try (Executable network = model.load(Kernels.VECTOR)) {
      var outputs = network.run(samples.get(1), RunOptions.DEFAULT, RunListener.NONE).outputs();
      assertArrayEquals(new int[] {4, 50, 32}, outputs.get("last_hidden_state").dims());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"host-op", "bert-tiny-dynamo", "conv-tiny", "vit-legacy"})
  void theArtifactHoldsTheSameNetwork(String name, @TempDir Path folder) {
    CompiledModel model = compiled(name);
    Path file = folder.resolve("network.snn");
    workbench.spikezip().write(model.graph(), file);
    Graph read = workbench.spikezip().read(file);
    assertEquals(model.graph().metadata(), read.metadata());
    Samples samples = ModelCase.named(name).samples().apply(read);
    VerificationRequest again =
        VerificationRequest.of(
                read, () -> workbench.spikezip().load(read, "cpu", Options.NONE), samples)
            .withRun(RunKind.fast().options());
    VerificationReport found = workbench.spikezip().verify(again);
    assertExact(found);
    assertSameSpikes(model.verify(samples, RunKind.fast(), Kernels.VECTOR, 1), found);
  }
}
