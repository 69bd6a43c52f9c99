package org.spikezip.pass.quantize;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.PassContext;
import org.spikezip.api.Samples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.Artifact;

/**
 * Calibration statistics in a file, for later compilations of the same model with the same data: an
 * artifact of constants. Its metadata say of what it is ({@code statistics.model}, {@code
 * statistics.data}, {@code statistics.samples}, {@code statistics.digest}) and, for people, what it
 * holds ({@code statistics.of.NAME}).
 */
final class StatisticsFile {
  private static final String PREFIX = "statistics.";
  private static final String OF = PREFIX + "of.";
  private static final int DIGESTED_SAMPLES = 16;

  private final Path path;
  private final SortedMap<String, String> origin;

  private StatisticsFile(Path path, SortedMap<String, String> origin) {
    this.path = path;
    this.origin = origin;
  }

  /**
   * The file for a model and data.
   *
   * @param model the graph that the pass was given, whose metadata name the source
   */
  static StatisticsFile of(Path path, Graph model, Samples samples) {
    SortedMap<String, String> origin = new TreeMap<>();
    SortedMap<String, String> told = model.metadata();
    origin.put(PREFIX + "model", told.getOrDefault("source.sha256", model.name()));
    origin.put(PREFIX + "shape", told.getOrDefault("options.shape", ""));
    origin.put(PREFIX + "data", samples.source());
    origin.put(PREFIX + "samples", Integer.toString(samples.size()));
    origin.put(PREFIX + "digest", digest(samples));
    return new StatisticsFile(path, origin);
  }

  /**
   * The statistics of every site: what the file has is taken from it, what it lacks is measured and
   * added to it. Without a file everything is measured.
   *
   * @throws SpikezipException USAGE if the file is of another model or of other data
   */
  static Map<Site, SiteStatistics> statistics(
      Optional<StatisticsFile> file,
      Graph graph,
      List<Site> sites,
      Map<Site, ErrorWeights> weights,
      Samples samples,
      PassContext context) {
    Optional<Graph> before = file.flatMap(StatisticsFile::read);
    Map<String, Tensor> kept = before.map(StatisticsFile::tensors).orElse(Map.of());
    Map<Site, SiteStatistics> statistics = new LinkedHashMap<>();
    List<Site> missing = new ArrayList<>();
    for (Site site : sites) {
      Map<String, Tensor> own = tensors(kept, label(graph, site));
      if (own.isEmpty()) {
        missing.add(site);
      } else {
        statistics.put(site, new SiteStatistics(site, own));
      }
    }
    if (!missing.isEmpty()) {
      statistics.putAll(Calibration.run(graph, missing, weights, samples, context));
      file.ifPresent(f -> f.write(graph, before, statistics));
    }
    return statistics;
  }

  private static Map<String, Tensor> tensors(Map<String, Tensor> kept, String label) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name : SiteStatistics.TENSORS) {
      Tensor tensor = kept.get(label + "." + name);
      if (tensor == null) {
        return Map.of();
      }
      tensors.put(name, tensor);
    }
    Optional.ofNullable(kept.get(label + "." + SiteStatistics.WEIGHTS))
        .ifPresent(weights -> tensors.put(SiteStatistics.WEIGHTS, weights));
    return tensors;
  }

  /** By value and groupings: another recipe may want other groups of the same value. */
  private static String label(Graph graph, Site site) {
    return Names.of(graph, site.value())
        + site.thresholds().axes()
        + (site.resting().equals(site.thresholds()) ? "" : site.resting().axes());
  }

  private Optional<Graph> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Graph graph = Artifact.read(path);
    origin.forEach(
        (key, expected) -> {
          String found = graph.metadata().getOrDefault(key, "");
          if (!found.equals(expected)) {
            throw new SpikezipException(
                ErrorCode.USAGE,
                String.format(
                    "--statistics %s: expected %s '%s', found '%s'",
                    path, key.substring(PREFIX.length()), expected, found),
                "name another file, or delete this one to measure anew");
          }
        });
    return Optional.of(graph);
  }

  private static Map<String, Tensor> tensors(Graph kept) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (GraphOutput output : kept.outputs()) {
      kept.constant(output.value()).ifPresent(tensor -> tensors.put(output.name(), tensor));
    }
    return tensors;
  }

  private void write(Graph graph, Optional<Graph> before, Map<Site, SiteStatistics> statistics) {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    SortedMap<String, String> metadata = new TreeMap<>(origin);
    before.ifPresent(
        kept -> {
          tensors.putAll(tensors(kept));
          metadata.putAll(kept.metadata());
        });
    statistics.forEach(
        (site, found) -> {
          String label = label(graph, site);
          found.tensors().forEach((name, tensor) -> tensors.put(label + "." + name, tensor));
          metadata.put(OF + label, summary(site, found));
        });
    GraphBuilder builder = new GraphBuilder("statistics");
    tensors.forEach((name, tensor) -> builder.output(name, builder.constant(name, tensor)));
    builder.metadata(metadata);
    Artifact.write(builder.build(Stage.IMPORTED), path);
  }

  private static String summary(Site site, SiteStatistics found) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double power = 0;
    int groups = site.thresholds().count();
    for (int group = 0; group < groups; group++) {
      Distribution numbers = found.distribution(group);
      min = Math.min(min, numbers.min());
      max = Math.max(max, numbers.max());
      power += numbers.power() / groups;
    }
    return String.format(
        Locale.ROOT,
        "groups=%d range=%.4g..%.4g rms=%.4g tokens=%d",
        groups,
        min,
        max,
        Math.sqrt(power),
        found.tokens());
  }

  /** Of a few samples, spread over all. */
  private static String digest(Samples samples) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      int count = Math.min(DIGESTED_SAMPLES, samples.size());
      for (int i = 0; i < count; i++) {
        Map<String, Tensor> sample = samples.get((int) ((long) i * samples.size() / count));
        new TreeMap<>(sample)
            .forEach(
                (name, tensor) -> {
                  digest.update((name + tensor.fact()).getBytes(StandardCharsets.UTF_8));
                  digest.update(tensor.bytes());
                });
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
