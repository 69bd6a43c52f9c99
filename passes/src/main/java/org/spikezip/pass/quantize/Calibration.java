package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.PassContext;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.rewrite.GraphPatch;

/**
 * Runs the float graph over the calibration data and watches the sites: once for the range of each
 * group, once more for histograms and means. Nothing is kept of a sample but counts, and the result
 * is the same for any number of threads.
 */
final class Calibration {
  private static final String TASK = "calibrate";
  private static final int MOST_BINS = 1024;
  private static final int LEAST_BINS = 128;
  private static final long BIN_BUDGET = 96L << 20;
  private static final double WEIGHT_UNITS = 1 << 20;

  /** Sees the value of a site in a sample, and the other factor if that says how errors count. */
  private interface Watcher {
    void see(Site site, Tensor value, Optional<Tensor> factor);
  }

  private final Graph graph;
  private final List<Site> sites;
  private final Samples samples;
  private final PassContext context;
  private final Map<Site, ErrorWeights> weights;
  private final Map<Value, String> taps = new LinkedHashMap<>();

  private Calibration(
      Graph graph,
      List<Site> sites,
      Map<Site, ErrorWeights> weights,
      Samples samples,
      PassContext context) {
    this.graph = graph;
    this.sites = sites;
    this.weights = new HashMap<>(weights);
    this.weights.keySet().retainAll(sites);
    this.samples = samples;
    this.context = context;
    for (Site site : sites) {
      taps.putIfAbsent(site.value(), "tap" + taps.size());
    }
    this.weights.values().forEach(w -> taps.putIfAbsent(w.other(), "tap" + taps.size()));
  }

  /**
   * The statistics of every site.
   *
   * @param weights how much errors count, for sites where that differs
   * @throws SpikezipException MALFORMED if a value is NaN or infinite, naming it and the sample
   */
  static Map<Site, SiteStatistics> run(
      Graph graph,
      List<Site> sites,
      Map<Site, ErrorWeights> weights,
      Samples samples,
      PassContext context) {
    return new Calibration(graph, sites, weights, samples, context).run();
  }

  private Map<Site, SiteStatistics> run() {
    List<GraphOutput> outputs = new ArrayList<>();
    taps.forEach((value, name) -> outputs.add(new GraphOutput(name, value)));
    Map<Site, Extremes> extremes = new LinkedHashMap<>();
    sites.forEach(site -> extremes.put(site, new Extremes(site.thresholds())));
    Map<Site, Extremes> factors = new HashMap<>();
    weights.keySet().forEach(site -> factors.put(site, new Extremes(Grouping.TENSOR)));
    Map<Site, SiteStatistics> statistics = new LinkedHashMap<>();
    try (Executable executable = context.compileFloat(reached(graph.withOutputs(outputs)))) {
      pass(
          executable,
          0,
          (site, value, factor) -> {
            extremes.get(site).add(value.floats(), value.dims());
            factor.ifPresent(f -> factors.get(site).add(f.floats(), f.dims()));
          });
      int bins = bins();
      extremes.forEach(
          (site, range) ->
              statistics.put(site, new SiteStatistics(site, range, bins, unit(factors.get(site)))));
      pass(
          executable,
          1,
          (site, value, factor) ->
              statistics
                  .get(site)
                  .add(
                      value.floats(),
                      value.dims(),
                      factor.flatMap(f -> weights.get(site).of(value, f))));
    }
    return statistics;
  }

  /** What weights are counted in, so that they are whole numbers; 0 if there are none. */
  private static double unit(Extremes factor) {
    if (factor == null) {
      return 0;
    }
    double most = Math.max(Math.abs(factor.min(0)), Math.abs(factor.max(0)));
    return most * most / WEIGHT_UNITS;
  }

  /** The graph without what its outputs do not need. */
  private static Graph reached(Graph tapped) {
    return GraphPatch.on(tapped).because("").apply(tapped);
  }

  private int bins() {
    long groups = sites.stream().mapToLong(site -> site.thresholds().count()).sum();
    return (int) Math.max(LEAST_BINS, Math.min(MOST_BINS, BIN_BUDGET / Math.max(1, groups)));
  }

  private void pass(Executable executable, int pass, Watcher watcher) {
    long total = 2L * samples.size();
    Workers.forEach(
        samples.size(),
        executable.isThreadSafe(),
        index -> watch(executable, index, watcher),
        done -> context.progress().advance(TASK, pass * (long) samples.size() + done, total));
  }

  private void watch(Executable executable, int index, Watcher watcher) {
    try {
      Map<String, Tensor> values =
          executable.run(samples.get(index), RunOptions.DEFAULT, RunListener.NONE).outputs();
      for (Site site : sites) {
        try {
          Optional<Tensor> factor =
              Optional.ofNullable(weights.get(site)).map(w -> values.get(taps.get(w.other())));
          watcher.see(site, values.get(taps.get(site.value())), factor);
        } catch (SpikezipException e) {
          throw e.in("value \"" + Names.of(graph, site.value()) + "\"");
        }
      }
    } catch (SpikezipException e) {
      throw e.in("sample " + (index + 1) + " of " + samples.source());
    }
  }
}
