package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.integration.model.Exactness.assertExact;
import static org.spikezip.integration.model.Exactness.assertSameSpikes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.data.TextSamples;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.integration.model.PretrainedModel.Encoder;

/** Sentence encoders as they are downloaded: float, exported by others, opset 11. */
class PretrainedModelTest {
  private static final int MAX_TOKENS = 32;

  private static final List<String> CALIBRATION =
      List.of(
          "The committee will publish its findings before the end of the month.",
          "Add two cups of flour, a pinch of salt and stir until smooth.",
          "Who won the match last night?",
          "Der Zug nach Wien hat heute leider Verspätung.",
          "Interest rates rose by 0.25 percentage points in March.",
          "I can't believe how beautiful the mountains were this morning!",
          "The function returns null if the key is not present in the map.",
          "Please send the signed contract to our office in Berlin.",
          "A neuron fires once its potential crosses the threshold.",
          "He quietly closed the door and walked into the rain.",
          "Symptoms include fever, a dry cough and shortness of breath.",
          "cheap flights from london to new york in december");

  private static final List<String> SENTENCES =
      List.of(
          "A spiking network computes with events.",
          "Is the museum open on Sundays?",
          "The cat slept on the warm stones of the wall.");

  @ParameterizedTest
  @EnumSource
  void equalsItsQuantizedNetwork(Encoder encoder, @TempDir Path folder) throws IOException {
    PretrainedModel files = PretrainedModel.unpack(encoder, folder);
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults());
        SourceModel source = spikezip.openModel(files.model());
        TextSamples calibration = samples(CALIBRATION, files, source);
        TextSamples sentences = samples(SENTENCES, files, source)) {
      CompiledModel model = CompiledModel.of(spikezip, source, Optional.of(calibration));
      findsThePatternsOf(encoder, model);
      resemblesTheFloatModel(encoder, model, sentences);
      provesUnderEverySchedule(model, sentences);
    }
  }

  private static TextSamples samples(
      List<String> texts, PretrainedModel files, SourceModel source) {
    return TextSamples.of(
        "the sentences of the test", texts, files.tokenizer(), MAX_TOKENS, source.graph());
  }

  /**
   * One norm after the embedding and two a block; one GELU and one Softmax a block, whose weights
   * are of two parts and so take part in two products.
   */
  private static void findsThePatternsOf(Encoder encoder, CompiledModel model) {
    long blocks = encoder.blocks;
    assertEquals(1 + 2 * blocks, model.operators("layer_norm"));
    assertEquals(blocks, model.operators("gelu"));
    assertEquals(blocks, model.operators("softmax"));
    assertEquals(encoder.synapses, model.operators("synapse"));
    assertEquals(3 * blocks, model.operators("bilinear"));
    assertEquals(0, model.operators("matmul"));
    assertEquals(0, model.operators("host"));
  }

  private static void resemblesTheFloatModel(
      Encoder encoder, CompiledModel model, TextSamples sentences) {
    VerificationReport report =
        model
            .spikezip()
            .verify(
                model
                    .verification(sentences, Kernels.VECTOR)
                    .withRun(RunKind.fast().options())
                    .withThreads(2)
                    .withFloatModel(model.source()));
    assertExact(report);
    assertTrue(report.spikingMacShare() > 0.99, () -> "share " + report.spikingMacShare());
    double cosine = report.floatModel().orElseThrow().meanCosine();
    System.out.printf(
        "%s: cosine %.4f, spikes/neuron %.2f, T_eq %d%n",
        encoder.artifact, cosine, report.spikesPerNeuron(), report.steps().max());
    assertTrue(cosine >= encoder.cosine, () -> "cosine " + cosine);
  }

  private static void provesUnderEverySchedule(CompiledModel model, TextSamples sentences) {
    for (RunKind run : RunKind.all()) {
      VerificationReport two = model.verify(sentences, run, Kernels.VECTOR, 2);
      System.out.printf(
          "  %-24s T_eq %d, spikes/neuron %.2f, %.1f s%n",
          run.name(), two.steps().max(), two.spikesPerNeuron(), two.seconds());
      assertExact(two);
    }
    assertSameSpikes(
        model.verify(sentences, RunKind.fast(), Kernels.VECTOR, 2),
        model.verify(sentences, RunKind.fast(), Kernels.SCALAR, 1));
  }
}
