package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Input;

/**
 * The float graph with a switch before every operand that will be quantized: an input {@code
 * switch.I} of 0 leaves the operand of site I as it is, 1 quantizes it, {@code x + s·(Q(x) − x)}.
 */
final class SwitchedGraph {
  private final Graph graph;
  private final Plan plan;
  private final GraphBuilder builder;
  private final PlainQuantizer quantizer;
  private final Map<Value, Value> made = new HashMap<>();
  private final Map<Site, Value> switches = new HashMap<>();
  private final Map<Site, Value> operands = new HashMap<>();

  private SwitchedGraph(Plan plan) {
    this.graph = plan.graph();
    this.plan = plan;
    builder = new GraphBuilder(graph.name());
    quantizer = new PlainQuantizer(builder);
  }

  /** The graph, with one output: this value of the plan's graph. */
  static Graph of(Plan plan, Value output) {
    return new SwitchedGraph(plan).build(output);
  }

  /** The name of the switch of a site, by its place in the placement. */
  static String label(int site) {
    return "switch." + site;
  }

  private Graph build(Value output) {
    List<Site> sites = plan.placement().sites();
    for (int i = 0; i < sites.size(); i++) {
      switches.put(sites.get(i), builder.input(label(i), Fact.of(ElementType.F32)));
    }
    for (Node node : graph.nodes()) {
      add(node);
    }
    builder.output("output", made.get(output));
    return builder.build(Stage.CANONICAL);
  }

  private void add(Node node) {
    if (node.op() instanceof Input) {
      made.put(node.output(), builder.input(node.name(), node.fact()));
      return;
    }
    List<Value> inputs = new ArrayList<>();
    node.inputs().forEach(v -> inputs.add(v.isAbsent() ? v : made.get(v)));
    Optional<Product> product = plan.product(node);
    product.ifPresent(p -> inputs.set(0, operand(p.left())));
    if (product.isPresent() && product.get() instanceof Product.OfSignals both) {
      inputs.set(1, operand(both.right()));
    }
    List<Value> values = builder.addAs(node.name(), node.op(), inputs, node.outputs());
    for (int slot = 0; slot < values.size(); slot++) {
      Value value = node.output(slot);
      made.put(value, values.get(slot));
      plan.result(value).ifPresent(site -> made.put(value, operand(site)));
    }
  }

  private Value operand(Site site) {
    return operands.computeIfAbsent(site, this::switched);
  }

  private Value switched(Site site) {
    String name = SegmentGraph.label(site.value());
    Value x = made.get(site.value());
    Thresholds thresholds = plan.thresholds(site).unsplit();
    Value decoded = quantizer.decoded(quantizer.codes(x, thresholds, name), thresholds, name);
    Value error = builder.add(name + ".error", new Binary(BinaryKind.SUB), decoded, x);
    Value part = builder.add(name + ".part", new Binary(BinaryKind.MUL), error, switches.get(site));
    return builder.add(name + ".switched", new Binary(BinaryKind.ADD), x, part);
  }
}
