package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
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

  private final Graph graph;
  private final List<Site> sites;
  private final Samples samples;
  private final PassContext context;
  private final Map<Value, String> taps = new LinkedHashMap<>();

  private Calibration(Graph graph, List<Site> sites, Samples samples, PassContext context) {
    this.graph = graph;
    this.sites = sites;
    this.samples = samples;
    this.context = context;
    for (Site site : sites) {
      taps.putIfAbsent(site.value(), "tap" + taps.size());
    }
  }

  /**
   * The statistics of every site.
   *
   * @throws SpikezipException MALFORMED if a value is NaN or infinite, naming it and the sample
   */
  static Map<Site, SiteStatistics> run(
      Graph graph, List<Site> sites, Samples samples, PassContext context) {
    return new Calibration(graph, sites, samples, context).run();
  }

  private Map<Site, SiteStatistics> run() {
    List<GraphOutput> outputs = new ArrayList<>();
    taps.forEach((value, name) -> outputs.add(new GraphOutput(name, value)));
    Map<Site, Extremes> extremes = new LinkedHashMap<>();
    sites.forEach(site -> extremes.put(site, new Extremes(site.thresholds())));
    Map<Site, SiteStatistics> statistics = new LinkedHashMap<>();
    try (Executable executable = context.compileFloat(reached(graph.withOutputs(outputs)))) {
      pass(executable, 0, (site, value) -> extremes.get(site).add(value.floats(), value.dims()));
      int bins = bins();
      extremes.forEach(
          (site, range) -> statistics.put(site, new SiteStatistics(site, range, bins)));
      pass(executable, 1, (site, value) -> statistics.get(site).add(value.floats(), value.dims()));
    }
    return statistics;
  }

  /** The graph without what its outputs do not need. */
  private static Graph reached(Graph tapped) {
    return GraphPatch.on(tapped).because("").apply(tapped);
  }

  private int bins() {
    long groups = sites.stream().mapToLong(site -> site.thresholds().count()).sum();
    return (int) Math.max(LEAST_BINS, Math.min(MOST_BINS, BIN_BUDGET / Math.max(1, groups)));
  }

  private void pass(Executable executable, int pass, BiConsumer<Site, Tensor> watcher) {
    long total = 2L * samples.size();
    Workers.forEach(
        samples.size(),
        executable.isThreadSafe(),
        index -> watch(executable, index, watcher),
        done -> context.progress().advance(TASK, pass * (long) samples.size() + done, total));
  }

  private void watch(Executable executable, int index, BiConsumer<Site, Tensor> watcher) {
    try {
      Map<String, Tensor> values =
          executable.run(samples.get(index), RunOptions.DEFAULT, RunListener.NONE).outputs();
      for (Site site : sites) {
        try {
          watcher.accept(site, values.get(taps.get(site.value())));
        } catch (SpikezipException e) {
          throw e.in("value \"" + Names.of(graph, site.value()) + "\"");
        }
      }
    } catch (SpikezipException e) {
      throw e.in("sample " + (index + 1) + " of " + samples.source());
    }
  }
}
