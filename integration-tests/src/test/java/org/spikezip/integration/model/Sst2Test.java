package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.spikezip.integration.model.Exactness.assertExact;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.data.Labels;
import org.spikezip.cli.data.TextFile;
import org.spikezip.cli.data.TextSamples;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.integration.Repository;

/** A classifier of sentiment, fine-tuned from MiniLM; too large to commit. */
class Sst2Test {
  private static final String MODEL = "models/sst2-minilm";
  private static final String DATA = "data/sst2";
  private static final int MAX_TOKENS = 128;
  private static final int CALIBRATION = 64;
  private static final int PROVED = 8;
  private static final int CLASSIFIED = 100;

  @Test
  void classifiesAsTheQuantizedNetworkDoes(@TempDir Path folder) throws Exception {
    Optional<Path> model = Repository.shared(MODEL);
    Optional<Path> data = Repository.shared(DATA);
    boolean there = model.isPresent() && data.isPresent();
    String needs = "needs shared/" + MODEL + " and shared/" + DATA + " beside the repository";
    if (!there) {
      System.out.println("Sst2Test skipped: " + needs);
    }
    assumeTrue(there, needs);
    Path train = data.get().resolve("train.tsv");
    Path dev = data.get().resolve("dev.tsv");
    Path tokenizer = model.get().resolve("tokenizer.json");
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults());
        SourceModel source = spikezip.openModel(model.get().resolve("model.onnx"));
        TextSamples calibration = samples(train, CALIBRATION, tokenizer, source);
        TextSamples proved = samples(dev, PROVED, tokenizer, source);
        TextSamples classified = samples(dev, CLASSIFIED, tokenizer, source)) {
      CompiledModel compiled = CompiledModel.of(spikezip, source, Optional.of(calibration));
      for (RunKind run : List.of(RunKind.fast(), RunKind.all().get(0))) {
        assertExact(compiled.verify(proved, run, Kernels.VECTOR, 2));
      }
      for (ExportedCodes.Form form : ExportedCodes.Form.values()) {
        ExportedCodes.check(
            "sst2-minilm", spikezip, compiled.graph(), proved, 1, form, folder.resolve("" + form));
      }
      int[] labels = Arrays.copyOf(Labels.read(dev), CLASSIFIED);
      try (Executable network = compiled.load(Kernels.VECTOR)) {
        double accuracy = Accuracy.of(network, RunKind.fast().options(), classified, labels);
        System.out.printf("sst2-minilm: accuracy %.2f %% of %d%n", 100 * accuracy, CLASSIFIED);
        assertTrue(accuracy >= 0.80, () -> "accuracy " + accuracy);
      }
    }
  }

  private static TextSamples samples(Path file, int limit, Path tokenizer, SourceModel source) {
    List<String> texts = TextFile.read(file, OptionalInt.empty(), OptionalInt.of(limit));
    return TextSamples.of(file.toString(), texts, tokenizer, MAX_TOKENS, source.graph());
  }
}
