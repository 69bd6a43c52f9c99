package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spikezip.api.PassContext;
import org.spikezip.api.Samples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Value;

/** Decides all numbers of a placement on calibration data, and says how well that went. */
final class PostTraining {
  private static final int WORST = 3;

  private final Graph source;
  private final Graph graph;
  private final Constants constants;
  private final Placement placement;
  private final QuantizeOptions options;
  private final PassContext context;
  private final List<String> notes = new ArrayList<>();

  /**
   * Training of nothing.
   *
   * @param source what the pass was given, with its metadata
   * @param graph the same as it is quantized
   */
  PostTraining(
      Graph source,
      Graph graph,
      Constants constants,
      Placement placement,
      QuantizeOptions options,
      PassContext context) {
    this.source = source;
    this.graph = graph;
    this.constants = constants;
    this.placement = placement;
    this.options = options;
    this.context = context;
  }

  /**
   * The plan.
   *
   * @throws SpikezipException USAGE if data is needed and not given
   */
  Plan plan() {
    if (placement.products().isEmpty()) {
      return new Plan(graph, constants, placement, Map.of());
    }
    Samples samples = samples(context.calibration());
    Optional<StatisticsFile> file =
        options.statistics().map(path -> StatisticsFile.of(path, source, samples));
    Map<Site, SiteStatistics> statistics =
        StatisticsFile.statistics(
            file, graph, placement.sites(), placement.errorWeights(), samples, context);
    Levels levels = firstLevels();
    Plan plan = decided(statistics, levels, samples);
    if (options.auto()) {
      plan = searched(plan, statistics, levels, samples);
    }
    tell(plan, samples);
    return plan;
  }

  /** How near the result comes to the float model, and what to try if that is not near enough. */
  List<String> notes() {
    return notes;
  }

  private Levels firstLevels() {
    Levels levels = Levels.all(options.firstLevels());
    for (Product product : placement.products()) {
      if (product instanceof Product.WithKeptWeights) {
        levels = levels.with(product.left(), options.keptLevels());
      }
    }
    return levels;
  }

  private Plan decided(Map<Site, SiteStatistics> statistics, Levels levels, Samples samples) {
    Plan plan = new Plan(graph, constants, placement, statistics);
    for (Step step : options.recipe().steps(levels, options.format(), samples, context)) {
      step.apply(plan);
    }
    return plan;
  }

  /** Raises the levels of the quantizers that do the most harm until the target is kept. */
  private Plan searched(
      Plan first, Map<Site, SiteStatistics> statistics, Levels levels, Samples samples) {
    if (first.fidelity().isEmpty() || firstFloatOutput().isEmpty()) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--levels auto needs a step that measures the result and an output of floats",
          "use the default recipe, or give --levels a number");
    }
    Map<Site, Double> sensitivity =
        Sensitivity.measure(first, firstFloatOutput().get(), samples, context);
    Plan plan = first;
    Levels chosen = levels;
    for (int round = 1; round <= LevelSearch.MOST_ROUNDS && !keepsTarget(plan); round++) {
      chosen = LevelSearch.raised(chosen, sensitivity);
      plan = decided(statistics, chosen, samples);
    }
    IntSummaryStatistics found = chosen.over(placement);
    notes.add(
        String.format(
            Locale.ROOT,
            "levels found: %d to %d, mean %.1f",
            found.getMin(),
            found.getMax(),
            found.getAverage()));
    return plan;
  }

  private boolean keepsTarget(Plan plan) {
    return plan.fidelity().map(f -> f.kept() >= options.target()).orElse(true);
  }

  private void tell(Plan plan, Samples samples) {
    plan.fidelity().ifPresent(found -> notes.add(found.describe()));
    if (!keepsTarget(plan) && firstFloatOutput().isPresent()) {
      Map<Site, Double> sensitivity =
          Sensitivity.measure(plan, firstFloatOutput().get(), samples, context);
      String worst =
          sensitivity.entrySet().stream()
              .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
              .limit(WORST)
              .map(e -> "\"" + Names.of(graph, e.getKey().value()) + "\"")
              .collect(Collectors.joining(", "));
      notes.add(
          String.format(
              Locale.ROOT,
              "warning: less than the target of %s is kept; most harm alone do the quantizers of"
                  + " %s; try --levels auto, a larger --levels, or more calibration data",
              options.target(),
              worst));
    }
  }

  private Optional<Value> firstFloatOutput() {
    return graph.outputs().stream()
        .map(GraphOutput::value)
        .filter(v -> graph.fact(v).type().isFloat())
        .findFirst();
  }

  private static Samples samples(Optional<Samples> calibration) {
    Samples samples =
        calibration.orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.USAGE,
                    "the model has no quantizers, so thresholds must be calibrated, and no data is"
                        + " given",
                    "give DATA, or --calibrate random:N to guess"));
    if (samples.size() == 0) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "expected samples to calibrate on, found none in " + samples.source());
    }
    return samples;
  }
}
