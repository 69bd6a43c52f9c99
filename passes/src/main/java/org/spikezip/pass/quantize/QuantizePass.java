package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.Pass;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.api.Samples;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.rewrite.Rule;

/**
 * Makes the quantized network: recognizes quantizers that the model has, or calibrates and inserts
 * them at the inputs of every matrix product.
 *
 * <p>Options: {@code levels} 2..256 (32), codes a quantizer, or {@code auto} for as few as keep the
 * {@code target} (0.98), the share of the float model's answers, or the cosine of outputs that are
 * no answers; {@code statistics} a file to keep what calibration finds, and to take it from ({@link
 * StatisticsFile}); {@code recipe} which steps choose the numbers ({@link Recipe}); {@code weights}
 * int4, int8, int16 or float (int8); {@code granularity} channel or tensor (channel), what shares a
 * threshold; {@code strict} (false), whether results of products with weights get quantizers too
 * ({@link ProjectionResults}); {@code complete} (false), whether to calibrate also what a quantized
 * model leaves float; {@code recognize} (false), to calibrate nothing.
 *
 * <p>For each calibrated quantizer the metadata of the graph gets a line {@code quantizer.NAME}.
 * Dynamic quantization is made static: weights stay the integers that they are, and what they
 * multiply has one threshold a tensor and 256 levels unless {@code levels} is given. Where the
 * model brings quantizers along, {@code quantize.origin} is {@code source}, and {@code
 * source.lowest.NAME} is the number of the source that the smallest code of a quantizer is.
 */
public final class QuantizePass implements Pass {
  private static final int MOST_LINES = 8;
  private static final String METADATA = "quantizer.";
  private static final String RECOGNIZE = "recognize";
  private static final String ORIGIN = "quantize.origin";
  private static final String LOWEST = "source.lowest.";

  @Override
  public String id() {
    return "quantize";
  }

  @Override
  public String description() {
    return "recognizes quantizers, or calibrates and inserts them at every matrix product";
  }

  @Override
  public Stage from() {
    return Stage.CANONICAL;
  }

  @Override
  public Stage to() {
    return Stage.QUANTIZED;
  }

  @Override
  public PassResult run(Graph source, PassContext context) {
    QuantizeOptions options = QuantizeOptions.of(context.options());
    Rewriter.Result lowered = new Rewriter(List.of(new DropDynamicQuantization())).run(source);
    boolean dynamic = !lowered.fired().isEmpty();
    boolean complete = options.complete() || dynamic;
    Graph graph = prepared(source, lowered.graph(), options, context);
    Uses uses = graph.uses();
    Constants constants = new Constants(graph, new ReferenceEvaluator(context.hostOps()));
    WeightFormat unfit = options.weights().orElse(WeightFormat.FLOAT);
    SourceRewrite found = new SourceRewrite(graph, uses, constants, new QannBuilder(graph), unfit);
    graph.nodes().forEach(found::visit);
    Placement possible = placed(graph, uses, constants, found, options, dynamic);
    boolean recognizeOnly = context.options().flag(RECOGNIZE, false);
    Placement placement =
        recognizeOnly || (found.any() && !complete) ? Placement.NOTHING : possible;
    SourceNotes told = SourceNotes.of(graph, constants, possible, placement, found);
    PostTraining training = new PostTraining(source, graph, constants, placement, options, context);
    Plan plan = training.plan();
    QannBuilder qann = new QannBuilder(graph);
    SourceRewrite recognized = new SourceRewrite(graph, uses, constants, qann, unfit);
    ProductRewrite inserted = new ProductRewrite(graph, uses, constants, plan, qann);
    for (Node node : graph.nodes()) {
      recognized.visit(node);
      inserted.visit(node);
    }
    SortedMap<String, String> table = table(plan, inserted.quantizers());
    SortedMap<String, String> metadata = new TreeMap<>(table);
    if (found.any()) {
      metadata.put(ORIGIN, "source");
      found.lowest().forEach((name, number) -> metadata.put(LOWEST + name, number.toString()));
    }
    Graph result = qann.build().withStage(Stage.QUANTIZED).withMetadata(metadata);
    List<String> notes = lines(table, found.any());
    notes.addAll(training.notes());
    notes.addAll(told.lines());
    if (dynamic) {
      notes.add("dynamic quantization made static by calibration, weights kept");
    }
    SortedMap<String, Integer> counts = counts(result);
    counts.put("dynamic quantizations", lowered.reasons().size());
    counts.put("quantized weights", SourceNotes.quantizedWeights(graph, constants));
    counts.put("products recognized", found.taken().size());
    counts.put("left float", told.leftFloat());
    return new PassResult(result, counts, notes);
  }

  private static Placement placed(
      Graph graph,
      Uses uses,
      Constants constants,
      SourceRewrite found,
      QuantizeOptions options,
      boolean dynamic) {
    Placement placement =
        Placement.of(
            graph,
            uses,
            constants,
            found.taken(),
            options.perChannel(),
            options.recipe().has(Recipe.BALANCE),
            dynamic || !options.perChannel());
    return options.strict()
        ? placement.withResults(
            new ProjectionResults(graph, uses, constants, placement).sites(options.perChannel()))
        : placement;
  }

  /**
   * What the recipe does to the float graph; a model that brings quantizers along stays as it is.
   */
  private static Graph prepared(
      Graph source, Graph lowered, QuantizeOptions options, PassContext context) {
    boolean quantized =
        !lowered.nodesOf(QuantizeLinear.class).isEmpty()
            || !lowered.nodesOf(DequantizeLinear.class).isEmpty();
    if (quantized || context.options().flag(RECOGNIZE, false)) {
      return lowered;
    }
    Graph graph = lowered;
    for (Rule rule : options.recipe().rewrites()) {
      graph = new Rewriter(List.of(rule)).run(graph).graph();
    }
    boolean equalize = options.recipe().has(Recipe.EQUALIZE) && !options.perChannel();
    return equalize && context.calibration().isPresent()
        ? equalized(source, graph, options, context)
        : graph;
  }

  private static Graph equalized(
      Graph source, Graph graph, QuantizeOptions options, PassContext context) {
    Samples samples = context.calibration().orElseThrow();
    Optional<StatisticsFile> file =
        options.statistics().map(path -> StatisticsFile.of(path, source, samples));
    Constants constants = new Constants(graph, new ReferenceEvaluator(context.hostOps()));
    Placement placement =
        Placement.of(graph, graph.uses(), constants, Set.of(), false, false, false);
    return EqualizeChannels.of(
        graph,
        placement,
        sites -> StatisticsFile.statistics(file, graph, sites, Map.of(), samples, context));
  }

  private static SortedMap<String, String> table(Plan plan, Map<Site, String> quantizers) {
    SortedMap<String, String> table = new TreeMap<>();
    quantizers.forEach(
        (site, name) ->
            table.put(
                METADATA + name,
                QuantizerSummary.of(plan.thresholds(site), plan.statistics(site)).toString()));
    return table;
  }

  private static List<String> lines(SortedMap<String, String> table, boolean recognized) {
    List<String> lines = new ArrayList<>();
    if (recognized) {
      lines.add("the model brings its quantizers along");
    }
    if (table.size() <= MOST_LINES) {
      table.forEach((key, line) -> lines.add(key.substring(METADATA.length()) + ": " + line));
    }
    return lines;
  }

  private static SortedMap<String, Integer> counts(Graph result) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    counts.put("quantizers", result.nodesOf(Quantizer.class).size());
    counts.put("synapses", result.nodesOf(Synapse.class).size());
    counts.put("bilinear products", result.nodesOf(Bilinear.class).size());
    return counts;
  }
}
