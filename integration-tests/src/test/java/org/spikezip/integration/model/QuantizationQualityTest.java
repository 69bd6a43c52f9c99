package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;

/**
 * How near quantization without training at few levels comes to the float model, on images that it
 * was not calibrated on. The floors are what it reached, less a little; they may only rise.
 */
class QuantizationQualityTest {
  private static final ModelCase VIT = ModelCase.named("vit-legacy");

  /**
   * With the default recipe.
   *
   * @param answers how many of 300 answers are those of the float model
   * @param decibels power of the float logits over that of the error
   */
  @ParameterizedTest
  @CsvSource({"4, 236, 5.7", "8, 278, 12.7"})
  void fewLevelsKeepWhatTheyKept(int levels, int answers, double decibels) {
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults());
        SourceModel source = spikezip.openModel(VIT.model())) {
      Samples calibration = VIT.calibration().orElseThrow().apply(source.graph());
      Options options = Options.of(Map.of("levels", Integer.toString(levels)));
      Graph graph =
          spikezip.compile(source, options, Optional.of(calibration), Progress.NONE).graph();
      Samples images = ModelCase.images(graph, Integer.MAX_VALUE);
      try (Executable spiking = spikezip.load(graph, "cpu", Options.NONE);
          Executable real = spikezip.loadFloat(source.graph(), Options.NONE)) {
        judge(real, spiking, images, levels, answers, decibels);
      }
    }
  }

  private static void judge(
      Executable real,
      Executable spiking,
      Samples images,
      int levels,
      int answers,
      double decibels) {
    double signal = 0;
    double noise = 0;
    int same = 0;
    for (int i = 0; i < images.size(); i++) {
      float[] expected = logits(real, images.get(i), RunOptions.DEFAULT);
      float[] found = logits(spiking, images.get(i), RunKind.fast().options());
      for (int j = 0; j < expected.length; j++) {
        signal += (double) expected[j] * expected[j];
        noise += Math.pow(expected[j] - (double) found[j], 2);
      }
      same += largest(expected) == largest(found) ? 1 : 0;
    }
    double ratio = 10 * Math.log10(signal / noise);
    String reached =
        String.format(
            Locale.ROOT,
            "%d levels: %d of %d answers, %.2f dB",
            levels,
            same,
            images.size(),
            ratio);
    System.out.println("vit-legacy at " + reached);
    assertTrue(same >= answers, reached);
    assertTrue(ratio >= decibels, reached);
  }

  private static float[] logits(Executable network, Map<String, Tensor> image, RunOptions options) {
    return network
        .run(image, options, RunListener.NONE)
        .outputs()
        .values()
        .iterator()
        .next()
        .floats();
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }
}
