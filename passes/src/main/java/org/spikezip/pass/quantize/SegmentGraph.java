package org.spikezip.pass.quantize;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;

/**
 * A part of the graph as a graph of its own, in float or as the plan quantizes it so far. Its
 * inputs and outputs are named by {@link #label}.
 *
 * <p>A product with weights becomes
 *
 * <pre>
 * %codes = min(max(round(%x / θ), S_min), S_max)
 * %y = matmul(%codes, integers · scale) + shift
 * </pre>
 */
final class SegmentGraph {
  private final Graph graph;
  private final Optional<Plan> plan;
  private final GraphBuilder builder;
  private final PlainQuantizer quantizer;
  private final Map<Value, Value> made = new HashMap<>();
  private final Map<Site, Value> codes = new HashMap<>();

  private SegmentGraph(Graph graph, Optional<Plan> plan) {
    this.graph = graph;
    this.plan = plan;
    builder = new GraphBuilder(graph.name());
    quantizer = new PlainQuantizer(builder);
  }

  /**
   * The part of a graph that leads from some values to others.
   *
   * @param plan how products are quantized; empty for floats
   * @param given values that are there already
   * @param wanted values to make
   */
  static Graph of(Graph graph, Optional<Plan> plan, Set<Value> given, Set<Value> wanted) {
    return new SegmentGraph(graph, plan).build(given, wanted);
  }

  /** What an input or output for a value of the whole graph is called. */
  static String label(Value value) {
    return "v" + value.node() + "." + value.slot();
  }

  private Graph build(Set<Value> given, Set<Value> wanted) {
    BitSet needed = new BitSet();
    for (Value value : wanted) {
      need(value, given, needed);
    }
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        if (needed.get(node.id()) && given.contains(input) && !made.containsKey(input)) {
          made.put(input, builder.input(label(input), graph.fact(input)));
        }
      }
      if (needed.get(node.id())) {
        add(node);
      }
    }
    wanted.forEach(value -> builder.output(label(value), made.get(value)));
    return builder.build(Stage.CANONICAL);
  }

  private void need(Value value, Set<Value> given, BitSet needed) {
    if (value.isAbsent() || given.contains(value) || needed.get(value.node())) {
      return;
    }
    needed.set(value.node());
    graph.node(value).inputs().forEach(input -> need(input, given, needed));
  }

  private void add(Node node) {
    Optional<Product> product = plan.flatMap(p -> p.product(node));
    if (product.isPresent()) {
      put(node.output(), quantized(node, product.get()));
      return;
    }
    List<Value> inputs = node.inputs().stream().map(v -> v.isAbsent() ? v : made.get(v)).toList();
    List<Value> values = builder.addAs(node.name(), node.op(), inputs, node.outputs());
    for (int slot = 0; slot < values.size(); slot++) {
      put(node.output(slot), values.get(slot));
    }
  }

  /** Keeps a value, as what its codes stand for if the plan wants that. */
  private void put(Value value, Value now) {
    made.put(value, now);
    plan.flatMap(p -> p.result(value)).ifPresent(site -> made.put(value, decoded(site)));
  }

  private Value quantized(Node node, Product product) {
    if (product instanceof Product.OfSignals both) {
      Value left = decoded(both.left());
      Value right = decoded(both.right());
      return builder.add(node.name(), new MatMul(), left, right);
    }
    Plan decisions = plan.orElseThrow();
    Value weights = builder.constant(node.name() + ".weights", floats(decisions.weights(node)));
    Value sum = builder.add(node.name(), new MatMul(), codes(product.left()), weights);
    Optional<Tensor> shift = decisions.shift(node);
    return shift.isPresent()
        ? quantizer.with(BinaryKind.ADD, sum, shift.get(), node.name() + ".shift")
        : sum;
  }

  private static Tensor floats(IntegerWeights integers) {
    float[] scale = integers.scale().floats();
    int[] weights = integers.weights().ints();
    float[] floats = new float[weights.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = weights[i] * scale[i % scale.length];
    }
    return Tensor.of(floats, integers.weights().dims());
  }

  private Value decoded(Site site) {
    return quantizer.decoded(codes(site), plan.orElseThrow().thresholds(site), label(site.value()));
  }

  private Value codes(Site site) {
    Value known = codes.get(site);
    if (known == null) {
      Thresholds thresholds = plan.orElseThrow().thresholds(site);
      known = quantizer.codes(made.get(site.value()), thresholds, label(site.value()));
      codes.put(site, known);
    }
    return known;
  }
}
