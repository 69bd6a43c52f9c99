package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.Options;
import org.spikezip.api.Pass;
import org.spikezip.api.PassContext;
import org.spikezip.api.PassResult;
import org.spikezip.api.Samples;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Uses;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.rewrite.Rewriter;

/**
 * Makes the quantized network: recognizes quantizers that the model has, or calibrates and inserts
 * them at the inputs of every matrix product.
 *
 * <p>Options: {@code levels} 2..256 (32), codes a quantizer; {@code weights} int8, int16 or float
 * (int8); {@code granularity} channel or tensor (channel), what shares a threshold; {@code
 * complete} (false), whether to calibrate also what a quantized model leaves float.
 *
 * <p>For each calibrated quantizer the metadata of the graph gets a line {@code quantizer.NAME}.
 * Dynamic quantization is made static: weights stay the integers that they are, and what they
 * multiply has one threshold a tensor and 256 levels unless {@code levels} is given. Where the
 * model brings quantizers along, {@code quantize.origin} is {@code source}.
 */
public final class QuantizePass implements Pass {
  private static final int MOST_LINES = 8;
  private static final int KEPT_LEVELS = 256;
  private static final String METADATA = "quantizer.";
  private static final String ORIGIN = "quantize.origin";

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
    Graph plain = new Rewriter(List.of(new LowerQLinear())).run(source).graph();
    Rewriter.Result lowered =
        new Rewriter(List.of(new LowerMatMulInteger(), new LowerDynamicMatMul())).run(plain);
    Graph graph = lowered.graph();
    boolean dynamic = !lowered.fired().isEmpty();
    Options options = context.options();
    WeightFormat format =
        WeightFormat.ofSymbol(options.choice("weights", "int8", List.of("int8", "int16", "float")));
    int levels = options.integer("levels", 32, 2, 256);
    Recipe recipe =
        Recipe.standard(levels, options.text("levels").isPresent() ? levels : KEPT_LEVELS, format);
    boolean perChannel =
        options.choice("granularity", "channel", List.of("channel", "tensor")).equals("channel");
    boolean complete = options.flag("complete", false) || dynamic;
    Uses uses = graph.uses();
    Constants constants = new Constants(graph, new ReferenceEvaluator(context.hostOps()));
    WeightFormat unfit = options.text("weights").isPresent() ? format : WeightFormat.FLOAT;
    SourceRewrite found = new SourceRewrite(graph, uses, constants, new QannBuilder(graph), unfit);
    graph.nodes().forEach(found::visit);
    Placement placement =
        found.any() && !complete
            ? new Placement(List.of(), List.of(), found.leftFloat())
            : Placement.of(graph, uses, constants, found.taken(), perChannel, dynamic);
    Plan plan = plan(graph, placement, recipe, context);
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
    }
    Graph result = qann.build().withStage(Stage.QUANTIZED).withMetadata(metadata);
    List<String> notes = lines(table, found.any());
    notes.addAll(found.notes());
    notes.addAll(placement.leftFloat());
    if (dynamic) {
      notes.add(
          "dynamic quantization made static by calibration, weights kept ("
              + lowered.reasons().size()
              + " products)");
    }
    SortedMap<String, Integer> counts = counts(result);
    counts.putAll(lowered.fired());
    counts.put("products recognized", found.taken().size());
    counts.put("left float", placement.leftFloat().size());
    return new PassResult(result, counts, notes);
  }

  private static Plan plan(Graph graph, Placement placement, Recipe recipe, PassContext context) {
    if (placement.products().isEmpty()) {
      return new Plan(graph, placement, Map.of());
    }
    Samples samples = samples(context.calibration());
    Map<Site, SiteStatistics> statistics =
        Calibration.run(graph, placement.sites(), samples, context);
    Plan plan = new Plan(graph, placement, statistics);
    recipe.apply(plan);
    return plan;
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
