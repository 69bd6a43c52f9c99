package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Input;

/**
 * Gives the channels of what will be quantized the same magnitude, where one threshold has to do
 * for all of them; the function of the graph stays. Constants do it: between a normalization or an
 * activation and the product with weights that follows, between queries and keys, and between
 * values and what takes their weighted mean.
 *
 * <pre>
 * %y = matmul(%x, W)   →   %e = mul(%x, s), %y = matmul(%e, W/s)
 * %z = matmul(%q, %k)  →   %z = matmul(mul(%q, s), mul(%k, 1/s))
 * %c = matmul(%p, %v)  →   %c = mul(matmul(%p, mul(%v, s)), 1/s)
 * </pre>
 *
 * <p>Thresholds a channel do the same without constants.
 */
final class EqualizeChannels {
  private static final float MOST = 1000;

  private final Graph graph;
  private final Map<Integer, Product> products = new HashMap<>();
  private final Map<Value, float[]> magnitudes = new HashMap<>();
  private final Map<Value, Value> made = new HashMap<>();
  private final Map<Value, Value> scaled = new HashMap<>();
  private final GraphBuilder builder;

  /** Measures values by channel. */
  interface Measure {
    Map<Site, SiteStatistics> of(List<Site> sites);
  }

  private EqualizeChannels(Graph graph) {
    this.graph = graph;
    builder = new GraphBuilder(graph.name());
  }

  /** The same graph with equal channels at the products of a placement. */
  static Graph of(Graph graph, Placement placement, Measure measure) {
    EqualizeChannels step = new EqualizeChannels(graph);
    Map<Site, SiteStatistics> statistics = measure.of(step.channels(placement));
    statistics.forEach((site, found) -> step.magnitudes.put(site.value(), magnitudes(found)));
    return step.build();
  }

  /** By channel, every operand that can be equalized. */
  private List<Site> channels(Placement placement) {
    Set<Site> sites = new LinkedHashSet<>();
    for (Product product : placement.products()) {
      if (product instanceof Product.WithWeights && !product.left().probability()) {
        products.put(product.node().id(), product);
        sites.add(byChannel(product.left()));
      } else if (product instanceof Product.OfSignals both && canShare(both)) {
        products.put(product.node().id(), product);
        sites.add(byChannel(both.right()));
        if (!both.left().probability()) {
          sites.add(byChannel(both.left()));
        }
      }
    }
    return new ArrayList<>(sites);
  }

  /** Whether both factors have the summed channels, or the right one columns to itself. */
  private static boolean canShare(Product.OfSignals both) {
    Site left = both.left();
    Site right = both.right();
    return left.probability()
        ? right.resting().axes().contains(-1)
        : Placement.isBalanced(left.resting(), right.resting());
  }

  private static Site byChannel(Site site) {
    return new Site(site.value(), site.resting(), site.resting(), site.probability());
  }

  private static float[] magnitudes(SiteStatistics statistics) {
    float[] magnitudes = new float[statistics.site().thresholds().count()];
    for (int i = 0; i < magnitudes.length; i++) {
      Distribution numbers = statistics.distribution(i);
      magnitudes[i] = (float) Math.max(Math.abs(numbers.min()), Math.abs(numbers.max()));
    }
    return magnitudes;
  }

  private Graph build() {
    for (Node node : graph.nodes()) {
      Product product = products.get(node.id());
      if (node.op() instanceof Input) {
        made.put(node.output(), builder.input(node.name(), node.fact()));
      } else if (product instanceof Product.WithWeights weighted) {
        made.put(node.output(), weighted(weighted));
      } else if (product instanceof Product.OfSignals both) {
        made.put(node.output(), both.left().probability() ? mean(both) : scores(both));
      } else {
        copy(node);
      }
    }
    graph.outputs().forEach(output -> builder.output(output.name(), made.get(output.value())));
    builder.metadata(graph.metadata());
    return builder.build(graph.stage());
  }

  private void copy(Node node) {
    List<Value> inputs = new ArrayList<>();
    node.inputs().forEach(v -> inputs.add(v.isAbsent() ? v : made.get(v)));
    List<Value> values = builder.addAs(node.name(), node.op(), inputs, node.outputs());
    for (int slot = 0; slot < values.size(); slot++) {
      made.put(node.output(slot), values.get(slot));
    }
  }

  private Value weighted(Product.WithWeights product) {
    Node node = product.node();
    float[] scale = toTheLargest(magnitudes.get(product.left().value()));
    float[] weights = product.weights().floats();
    int columns = product.weights().dim(1);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= scale[i / columns];
    }
    Tensor divided = Tensor.of(weights, graph.fact(node.input(1)).shape().sizes().orElseThrow());
    Value x = scaled.computeIfAbsent(product.left().value(), v -> times(v, product.left(), scale));
    return builder.add(node.name(), node.op(), x, builder.constant(node.name() + ".w", divided));
  }

  private Value mean(Product.OfSignals product) {
    Site right = product.right();
    float[] scale = toTheLargest(magnitudes.get(right.value()));
    Value values = scaled.computeIfAbsent(right.value(), v -> times(v, right, scale));
    String name = product.node().name();
    Value p = made.get(product.left().value());
    Value y = builder.add(name + ".equalized", product.node().op(), p, values);
    Value back = builder.constant(name + ".back", constant(right, inverse(scale)));
    return builder.add(name, new Binary(BinaryKind.MUL), y, back);
  }

  private Value scores(Product.OfSignals product) {
    float[] query = magnitudes.get(product.left().value());
    float[] key = magnitudes.get(product.right().value());
    float[] scale = new float[query.length];
    for (int i = 0; i < scale.length; i++) {
      boolean dead = query[i] == 0 || key[i] == 0;
      scale[i] = dead ? 1 : bounded((float) Math.sqrt(key[i] / query[i]));
    }
    return builder.add(
        product.node().name(),
        product.node().op(),
        times(product.left().value(), product.left(), scale),
        times(product.right().value(), product.right(), inverse(scale)));
  }

  private Value times(Value value, Site site, float[] scale) {
    String name = Names.of(graph, value) + ".equalized";
    Value factor = builder.constant(name + ".scale", constant(site, scale));
    return builder.add(name, new Binary(BinaryKind.MUL), made.get(value), factor);
  }

  private static Tensor constant(Site site, float[] scale) {
    return Tensor.of(scale, site.resting().dims());
  }

  private static float[] toTheLargest(float[] magnitudes) {
    float largest = 0;
    for (float magnitude : magnitudes) {
      largest = Math.max(largest, magnitude);
    }
    float[] scale = new float[magnitudes.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = magnitudes[i] == 0 ? 1 : bounded(largest / magnitudes[i]);
    }
    return scale;
  }

  private static float bounded(float scale) {
    return Math.max(1 / MOST, Math.min(MOST, scale));
  }

  private static float[] inverse(float[] scale) {
    float[] inverse = new float[scale.length];
    for (int i = 0; i < scale.length; i++) {
      inverse[i] = 1 / scale[i];
    }
    return inverse;
  }
}
