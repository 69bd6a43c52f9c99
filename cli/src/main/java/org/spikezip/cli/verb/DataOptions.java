package org.spikezip.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.spikezip.api.Samples;
import org.spikezip.cli.data.ArraySamples;
import org.spikezip.cli.data.ImageSamples;
import org.spikezip.cli.data.NumpyFile;
import org.spikezip.cli.data.TextFile;
import org.spikezip.cli.data.TextSamples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Option;

/** DATA: inputs for a model, given alike to every verb that takes any. */
final class DataOptions {
  @Option(
      names = "--inputs",
      paramLabel = "F.npz",
      description = "Arrays, .npz or .npy: named as the inputs, first axis = samples.")
  private Path inputs;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Text, a line a sample; needs --tokenizer.")
  private Path text;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The tokenizer.json that came with the model.")
  private Path tokenizer;

  @Option(
      names = "--text-column",
      paramLabel = "N",
      description = "Which column between tabs is the text, from 1; default the last.")
  private Integer textColumn;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "Cut longer texts; default ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Pictures in a folder, by name; scaled, the middle cut out.")
  private Path images;

  @Option(
      names = "--size",
      paramLabel = "HxW",
      description = "Size of pictures, 224 or 28x28; default the model's own.")
  private String size;

  @Option(
      names = "--mean",
      paramLabel = "M[,M,M]",
      split = ",",
      hideParamSyntax = true,
      description = "Subtracted from pixels of 0..1; default 0.")
  private List<Float> mean = new ArrayList<>();

  @Option(
      names = "--std",
      paramLabel = "S[,S,S]",
      split = ",",
      hideParamSyntax = true,
      description = "Pixels are divided by it after that; default 1.")
  private List<Float> std = new ArrayList<>();

  @Option(names = "--grayscale", description = "Drop the colors of pictures.")
  private boolean grayscale;

  @Option(names = "--limit", paramLabel = "N", description = "Take the first N samples.")
  private Integer limit;

  /** Whether any data is given. */
  boolean given() {
    return inputs != null || text != null || images != null;
  }

  /** Whether only the first samples are taken. */
  boolean limited() {
    return limit != null;
  }

  /**
   * The samples for a graph, at least one.
   *
   * @throws SpikezipException USAGE if none or several kinds are given, MALFORMED if they do not
   *     fit
   */
  Samples require(Graph graph) {
    return open(graph)
        .orElseThrow(
            () ->
                usage(
                    "there is no data",
                    "give --inputs F.npz, --text FILE --tokenizer tokenizer.json, or --images"
                        + " DIR"));
  }

  /** The samples for a graph, at least one, if any are given. */
  Optional<Samples> open(Graph graph) {
    check();
    if (!given()) {
      return Optional.empty();
    }
    Samples samples =
        inputs != null ? arrays(graph) : text != null ? texts(graph) : pictures(graph);
    if (samples.size() == 0) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, samples.source() + ": there is no sample in it");
    }
    return Optional.of(samples);
  }

  private void check() {
    int kinds = (inputs == null ? 0 : 1) + (text == null ? 0 : 1) + (images == null ? 0 : 1);
    if (kinds > 1) {
      throw usage("--inputs, --text and --images exclude each other", "give one of them");
    }
    if (text != null && tokenizer == null) {
      throw usage(
          "--text needs a tokenizer", "add --tokenizer tokenizer.json, which came with the model");
    }
    if (text == null && (tokenizer != null || textColumn != null)) {
      throw usage("--tokenizer and --text-column go with --text", "add --text FILE");
    }
    if (images == null && (size != null || !mean.isEmpty() || !std.isEmpty() || grayscale)) {
      throw usage("--size, --mean, --std and --grayscale go with --images", "add --images DIR");
    }
    atLeastOne("--limit", limit);
    atLeastOne("--text-column", textColumn);
    atLeastOne("--max-tokens", maxTokens);
  }

  private Samples arrays(Graph graph) {
    return ArraySamples.of(NumpyFile.read(inputs), graph, count(limit));
  }

  private Samples texts(Graph graph) {
    List<String> lines = TextFile.read(text, count(textColumn), count(limit));
    return TextSamples.of(text.toString(), lines, tokenizer, maxTokens, graph);
  }

  private Samples pictures(Graph graph) {
    int[] sides = sides();
    ImageSamples.Format format =
        new ImageSamples.Format(
            sides[1],
            sides[0],
            mean.isEmpty() ? List.of(0f) : mean,
            std.isEmpty() ? List.of(1f) : std,
            grayscale);
    return ImageSamples.of(images, format, graph, count(limit));
  }

  /** Height and width; zeros for the model's own. */
  private int[] sides() {
    if (size == null) {
      return new int[2];
    }
    if (!size.matches("[1-9][0-9]{0,4}(x[1-9][0-9]{0,4})?")) {
      throw usage("--size must look like 224 or 28x28, found '" + size + "'", "");
    }
    String[] parts = size.split("x", -1);
    return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[parts.length - 1])};
  }

  private static OptionalInt count(Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }

  private static void atLeastOne(String option, Integer value) {
    if (value != null && value < 1) {
      throw usage(option + " must be at least 1, found " + value, "");
    }
  }

  private static SpikezipException usage(String message, String remedy) {
    return new SpikezipException(ErrorCode.USAGE, message, remedy);
  }
}
