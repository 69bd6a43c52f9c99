package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

/**
 * Writes a plan into the graph.
 *
 * <pre>
 * %y = matmul(%x, %W)
 * %z = add(%y, %b)
 * →
 * %S = quantizer(%x, %theta, %min, %max, %rest) {rounding=half_even, …}
 * %z = synapse(%S, %Wint, %scale, %b)
 * </pre>
 *
 * and with split channels
 *
 * <pre>
 * %copies = gather(%x, %channels) {axis=-1}
 * %shifted = add(%copies, %shift)
 * %S = quantizer(%shifted, …
 * </pre>
 *
 * <p>Results go on as what their codes stand for: {@code decode(%S, %unit)}, and with split
 * channels a sum of gathers of it.
 */
final class ProductRewrite {
  private final Graph graph;
  private final Uses uses;
  private final Constants constants;
  private final Plan plan;
  private final QannBuilder qann;
  private final Names names;
  private final Map<Integer, Product> products = new HashMap<>();
  private final Map<Site, Value> codes = new HashMap<>();
  private final Map<Site, String> quantizers = new HashMap<>();

  ProductRewrite(Graph graph, Uses uses, Constants constants, Plan plan, QannBuilder qann) {
    this.graph = graph;
    this.uses = uses;
    this.constants = constants;
    this.plan = plan;
    this.qann = qann;
    names = new Names(graph);
    plan.placement().products().forEach(p -> products.put(p.node().id(), p));
  }

  /** Replaces this node if the plan wants it. */
  void visit(Node node) {
    Product product = products.get(node.id());
    if (product instanceof Product.WithWeights || product instanceof Product.WithKeptWeights) {
      Value left = codes(product.left());
      IntegerWeights weights = plan.weights(node);
      Value result =
          SynapseNode.add(qann, graph, uses, constants, node, left, weights, plan.shift(node));
      plan.result(result).ifPresent(this::decode);
    } else if (product instanceof Product.OfSignals bilinear) {
      Value left = codes(bilinear.left());
      Value right = codes(bilinear.right());
      Tensor scale =
          Broadcast.product(
              plan.thresholds(bilinear.left()).scale(), plan.thresholds(bilinear.right()).scale());
      qann.replace(
          node.output(),
          qann.add(
              node.name(),
              new Bilinear(),
              left,
              right,
              qann.constant(node.name() + ".scale", scale)));
    }
  }

  /** The name of the quantizer of each site written so far. */
  Map<Site, String> quantizers() {
    return quantizers;
  }

  /** Lets a result go on as what its codes stand for. */
  private void decode(Site site) {
    Thresholds thresholds = plan.thresholds(site);
    String value = Names.of(graph, site.value());
    Value unit = qann.constant(value + ".unit", thresholds.worth());
    String name = names.fresh(value + ".decoded");
    Value parts = qann.add(name, new Decode(), codes(site), unit);
    qann.replace(site.value(), thresholds.split().map(s -> s.sum(qann, parts, name)).orElse(parts));
  }

  private Value codes(Site site) {
    Value known = codes.get(site);
    if (known != null) {
      return known;
    }
    Thresholds thresholds = plan.thresholds(site);
    String name = names.fresh(Names.of(graph, site.value()) + ".codes");
    Value seen =
        thresholds.split().map(s -> s.copies(qann, site.value(), name)).orElse(site.value());
    Value made =
        qann.add(
            name,
            new Quantizer(Rounding.HALF_EVEN, thresholds.min(), thresholds.max()),
            seen,
            qann.constant(name + ".theta", thresholds.theta()),
            qann.constant(name + ".min", thresholds.minima()),
            qann.constant(name + ".max", thresholds.maxima()),
            qann.constant(name + ".rest", thresholds.rest()));
    codes.put(site, made);
    quantizers.put(site, name);
    return made;
  }
}
