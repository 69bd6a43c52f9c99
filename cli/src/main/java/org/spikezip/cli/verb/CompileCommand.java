package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.compile.PassReport;
import org.spikezip.host.sample.RandomSamples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compiles a model into a spiking network. */
@Command(
    name = "compile",
    description = {
      "Compile a model into a spiking network.",
      "A model that is not quantized is calibrated on data."
    })
public final class CompileCommand extends Verb {
  private static final String RANDOM = "random:";
  private static final long SEED = 0;
  private static final String BACKEND = "cpu";

  @Parameters(paramLabel = "MODEL", description = "A model such as F.onnx.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "F.snn",
      description = "Where the network goes.")
  private Path file;

  @Option(
      names = "--levels",
      paramLabel = "N",
      description = "Codes a quantizer, 2 to 256, or auto; default 32.")
  private String levels;

  @Option(
      names = "--weights",
      paramLabel = "TYPE",
      description = "int4, int8 (default), int16 or float (32-bit fixed point).")
  private String weights;

  @Option(
      names = "--granularity",
      paramLabel = "WHAT",
      description = "A threshold a channel (default) or a tensor.")
  private String granularity;

  @Option(
      names = "--recipe",
      split = ",",
      paramLabel = "STEP",
      description = {
        "How the numbers are chosen: default, lean (the same without added neurons), plain (ranges"
            + " and rounding only), or some of",
        "spread,twin,equalize,weigh,balance,split,bias,refit,residual,feedback; split:5 adds"
            + " 5%% neurons",
        "(usually 25); kl or percentile:99.9 choose ranges otherwise; see docs/quantization.md."
      })
  private List<String> recipe = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "SHARE",
      description = {
        "Share of the float model's answers to keep, or cosine of other outputs; default 0.98.",
        "--levels auto looks for it; less than it is warned of."
      })
  private String target;

  @Option(
      names = "--shape",
      paramLabel = "NAME=2x128",
      description = {
        "Fix the shape of an input; may be repeated. '?' leaves a size open; ':i64' says the type",
        "of an input of which the model's file does not say it."
      })
  private List<String> shapes = new ArrayList<>();

  @Option(
      names = "--strict",
      description = "Quantize the results of products with weights too, as the paper does.")
  private boolean strict;

  @Option(names = "--complete", description = "Calibrate also what a quantized model leaves float.")
  private boolean complete;

  @Option(
      names = "--statistics",
      paramLabel = "F",
      description = {
        "Keep what calibration finds in a file, and take it from there the next time; 'inspect F'",
        "shows it."
      })
  private Path statistics;

  @Option(
      names = "--calibrate",
      paramLabel = "random:N",
      description = "Calibrate on N made-up samples instead of data.")
  private String calibrate;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "Another option, for a frontend or pass of a plugin.")
  private Map<String, String> others = new TreeMap<>();

  @SuppressWarnings("UnusedVariable") // ConfigFile has put its options behind those of the line.
  @Option(
      names = "--config",
      paramLabel = "F.yaml",
      description = "Options from a file, such as 'levels: 16'; the command line wins.")
  private Path config;

  @Mixin private CompiledRun compiledRun;
  @Mixin private DataOptions data;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    checkFolder();
    try (SourceModel source = spikezip.openModel(model, options())) {
      Optional<Samples> samples = calibration(source.graph());
      compiledRun.check(samples);
      Compilation compilation = spikezip.compile(source, options(), samples, progress);
      Graph graph =
          compilation
              .graph()
              .withMetadata(provenance(samples))
              .withMetadata(
                  compiledRun.metadata(
                      spikezip, compilation.graph(), BACKEND, samples, progress, output::line));
      spikezip.write(graph, file);
      describe(compilation, graph, output);
    }
    return 0;
  }

  /** Told before the work, not after. */
  private void checkFolder() {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--output " + file + ": expected a file in a folder that exists",
          "make the folder first");
    }
  }

  private Optional<Samples> calibration(Graph graph) {
    if (calibrate == null) {
      return data.open(graph);
    }
    if (data.given()) {
      throw new SpikezipException(
          ErrorCode.USAGE, "--calibrate and data exclude each other", "leave one of them out");
    }
    if (!calibrate.matches(RANDOM + "[1-9][0-9]{0,5}")) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--calibrate must look like random:64, found '" + calibrate + "'",
          "give data with --inputs, --text or --images instead");
    }
    warn(
        "--calibrate "
            + calibrate
            + " guesses: inputs are made up (token ids at random, masks of ones, normal numbers),"
            + " so thresholds fit no real data; give data with --text, --inputs or --images");
    int count = Integer.parseInt(calibrate.substring(RANDOM.length()));
    return Optional.of(RandomSamples.of(graph, count, SEED));
  }

  private Options options() {
    Map<String, String> options = new TreeMap<>(others);
    put(options, "levels", levels);
    put(options, "weights", weights);
    put(options, "granularity", granularity);
    put(options, "target", target);
    put(options, "recipe", recipe.isEmpty() ? null : String.join(",", recipe));
    put(options, "statistics", statistics == null ? null : statistics.toString());
    put(options, "shape", shapes.isEmpty() ? null : String.join(",", shapes));
    put(options, "strict", strict ? "true" : null);
    put(options, "complete", complete ? "true" : null);
    return Options.of(options);
  }

  private static void put(Map<String, String> options, String name, String value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private static Map<String, String> provenance(Optional<Samples> samples) {
    return samples
        .map(
            s ->
                Map.of(
                    "calibration.source",
                    s.source(),
                    "calibration.samples",
                    Integer.toString(s.size())))
        .orElse(Map.of());
  }

  private void describe(Compilation compilation, Graph graph, Output output) {
    ObjectNode json = output.json();
    json.put("model", model.toString());
    json.put("output", file.toString());
    json.put("bytes", file.toFile().length());
    json.put("seconds", compilation.seconds());
    ArrayNode passes = json.putArray("passes");
    for (PassReport pass : compilation.passes()) {
      describe(pass, passes.addObject(), output);
    }
    output.line("network");
    new GraphSummary(graph).tell(output);
    new QuantizerTable(graph).tell(output);
    output.line(
        String.format(
            Locale.ROOT,
            "wrote %s, %.1f MB, compiled in %.1f s",
            file,
            file.toFile().length() / 1e6,
            compilation.seconds()));
  }

  static void describe(PassReport pass, ObjectNode json, Output output) {
    json.put("id", pass.passId());
    json.put("from", pass.from().name().toLowerCase(Locale.ROOT));
    json.put("to", pass.to().name().toLowerCase(Locale.ROOT));
    json.put("seconds", pass.seconds());
    ObjectNode counts = json.putObject("counts");
    pass.counts().forEach(counts::put);
    ArrayNode notes = json.putArray("notes");
    pass.notes().forEach(notes::add);
    output.line(String.format(Locale.ROOT, "%s (%.1f s)", pass.passId(), pass.seconds()));
    StringBuilder text = new StringBuilder("  ");
    pass.counts().forEach((what, n) -> text.append(n).append(' ').append(what).append(", "));
    if (!pass.counts().isEmpty()) {
      output.line(text.substring(0, text.length() - 2));
    }
    pass.notes().forEach(note -> output.line("  " + note));
  }
}
