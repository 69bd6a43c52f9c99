package org.spikezip.host.compile;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.Pass;
import org.spikezip.api.PassResult;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.verify.GraphVerifier;

/**
 * Runs passes: at each stage those that keep it, in the order of their ids, then the one that leads
 * on. Verifies the graph before the first and after each.
 */
public final class PassPipeline {
  private final List<Found<Pass>> passes;
  private final GraphLoader loader;
  private final HostOps hostOps;

  @Inject
  PassPipeline(Set<Found<Pass>> passes, GraphLoader loader, HostOps hostOps) {
    this.passes = passes.stream().sorted(Comparator.comparing(Found::id)).toList();
    this.loader = loader;
    this.hostOps = hostOps;
  }

  /**
   * Compiles a graph up to a stage, with the passes that keep that stage.
   *
   * @throws SpikezipException USAGE if the graph is past that stage or several passes lead on;
   *     UNSUPPORTED if no pass does; INTERNAL if a pass breaks or makes a graph that does not hold;
   *     what a pass throws otherwise, naming it
   */
  public Compilation compile(
      Graph source,
      Stage target,
      Options options,
      Optional<Samples> calibration,
      Progress progress) {
    List<Found<Pass>> plan = plan(source.stage(), target, options);
    HostPassContext context = new HostPassContext(options, calibration, loader, hostOps, progress);
    Graph graph = source.withMetadata(provenance(options));
    SortedMap<String, String> told = graph.metadata();
    GraphVerifier.verify(graph);
    List<PassReport> reports = new ArrayList<>();
    for (Found<Pass> pass : plan) {
      progress.advance("compile", reports.size(), plan.size());
      long start = System.nanoTime();
      PassResult result = run(pass, graph, context);
      SortedMap<String, String> metadata = new TreeMap<>(told);
      metadata.putAll(result.graph().metadata());
      Graph made = result.graph().withMetadata(metadata);
      check(pass, made);
      reports.add(
          new PassReport(
              pass.id(),
              graph.stage(),
              made.stage(),
              result.counts(),
              result.notes(),
              (System.nanoTime() - start) * 1e-9));
      graph = made;
    }
    progress.advance("compile", plan.size(), plan.size());
    return new Compilation(graph, reports);
  }

  private static Map<String, String> provenance(Options options) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("spikezip.version", HostVersion.text());
    options.values().forEach((name, value) -> metadata.put("options." + name, value));
    return metadata;
  }

  private List<Found<Pass>> plan(Stage from, Stage target, Options options) {
    if (from.compareTo(target) > 0) {
      throw new SpikezipException(
          ErrorCode.USAGE, "the graph is at stage " + from + " and cannot go back to " + target);
    }
    List<Found<Pass>> plan = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      if (stage.compareTo(from) < 0 || stage.compareTo(target) > 0) {
        continue;
      }
      if (stage != from) {
        plan.add(leading(stage, options));
      }
      passes.stream()
          .filter(p -> p.component().from() == stage && p.component().to() == stage)
          .forEach(plan::add);
    }
    return plan;
  }

  /** The pass that leads to a stage; where plugins offer several, {@code pass.STAGE=ID} chooses. */
  private Found<Pass> leading(Stage to, Options options) {
    List<Found<Pass>> candidates =
        passes.stream()
            .filter(p -> p.component().to() == to && p.component().from() != to)
            .toList();
    List<String> ids = candidates.stream().map(Found::id).toList();
    if (ids.isEmpty()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "no pass leads to stage " + to + "; found are " + passes.stream().map(Found::id).toList(),
          "'spikezip plugins' tells what was found and what is broken");
    }
    String option = "pass." + to.name().toLowerCase(Locale.ROOT);
    if (ids.size() > 1 && options.text(option).isEmpty()) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "several passes lead to stage " + to + ": " + ids,
          "choose one with the option " + option);
    }
    String chosen = options.choice(option, ids.get(0), ids);
    return candidates.get(ids.indexOf(chosen));
  }

  private static PassResult run(Found<Pass> pass, Graph graph, HostPassContext context) {
    try {
      return pass.component().run(graph, context);
    } catch (SpikezipException e) {
      throw e.in("pass '" + pass.id() + "'");
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          "pass '" + pass.id() + "' of plugin '" + pass.plugin().id() + "' failed: " + e,
          "report it to the authors of that plugin",
          e);
    }
  }

  private static void check(Found<Pass> pass, Graph made) {
    Stage promised = pass.component().to();
    if (made.stage() != promised) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          "pass '" + pass.id() + "' promised stage " + promised + ", made " + made.stage());
    }
    try {
      GraphVerifier.verify(made);
    } catch (SpikezipException e) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          "pass '" + pass.id() + "' made a graph that does not hold: " + e.getMessage(),
          e.remedy().orElse(""),
          e);
    }
  }
}
