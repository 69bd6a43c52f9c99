package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.integration.model.Exactness.assertExact;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.SourceReport;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.integration.Repository;

/**
 * Vision Transformers that were trained with learned step sizes, with the quantizers of
 * SpikeZIP-TF, from both exporters of PyTorch: nothing of them is left float but the patches, which
 * read pixels. benchmarks/lsq-exactness.sh does the same with all 10,000 test images.
 */
class LsqTest {
  private static final int IMAGES = 3;

  static Stream<String> models() {
    return Stream.of("32-relu", "32-gelu", "16-relu", "16-gelu")
        .flatMap(m -> Stream.of(m + "-legacy", m + "-dynamo"))
        .map(m -> "vit-lsq" + m);
  }

  /** Products that did not become integer ones. */
  private static int leftFloat(CompiledModel model) {
    return model.compilation().passes().stream()
        .mapToInt(pass -> pass.counts().getOrDefault("left float", 0))
        .sum();
  }

  @ParameterizedTest
  @MethodSource("models")
  void isReadWholeAndEqualToItsSource(String name) {
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults());
        SourceModel source = spikezip.openModel(Repository.fixture(name + ".onnx"))) {
      CompiledModel vit = CompiledModel.of(spikezip, source, Optional.empty());
      assertEquals(22, vit.operators("neuron"));
      assertEquals(9, vit.operators("synapse"));
      assertEquals(4, vit.operators("bilinear"));
      assertEquals(1, leftFloat(vit), "the patches, which read pixels");
      Samples images = ModelCase.images(vit.graph(), IMAGES);
      VerificationReport report =
          spikezip.verify(
              vit.verification(images, Kernels.VECTOR)
                  .withRun(RunKind.fast().options())
                  .withSource(source));
      assertExact(report);
      SourceReport found = report.source().orElseThrow();
      assertEquals(22, found.layersCompared());
      assertEquals(0, found.layersLeftOut());
      assertEquals(0, found.failures());
      assertTrue(found.farthestTie() <= 1e-5, found::toString);
      assertEquals(1, found.top1Agreement());
    }
  }
}
