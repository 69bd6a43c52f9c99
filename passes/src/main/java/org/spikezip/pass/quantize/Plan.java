package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** What is decided about the quantized network so far. Steps fill it in; not thread-safe. */
final class Plan {
  private final Graph graph;
  private final Constants constants;
  private final Placement placement;
  private final Map<Site, SiteStatistics> statistics;
  private final Map<Site, Thresholds> thresholds = new HashMap<>();
  private final Map<Integer, Product> products = new HashMap<>();
  private final Map<Integer, IntegerWeights> weights = new HashMap<>();
  private final Map<Integer, Tensor> shifts = new HashMap<>();
  private Optional<Fidelity> fidelity = Optional.empty();

  /**
   * A plan without decisions.
   *
   * @param graph the float graph
   * @param constants of this graph
   * @param statistics of every site of the placement
   */
  Plan(
      Graph graph, Constants constants, Placement placement, Map<Site, SiteStatistics> statistics) {
    this.graph = graph;
    this.constants = constants;
    this.placement = placement;
    this.statistics = Map.copyOf(statistics);
    placement.products().forEach(p -> products.put(p.node().id(), p));
  }

  Graph graph() {
    return graph;
  }

  Constants constants() {
    return constants;
  }

  Placement placement() {
    return placement;
  }

  SiteStatistics statistics(Site site) {
    return statistics.get(site);
  }

  Thresholds thresholds(Site site) {
    return decided(thresholds.get(site), "thresholds of " + site);
  }

  IntegerWeights weights(Node product) {
    return decided(weights.get(product.id()), "weights of " + product.describe());
  }

  /** What a node becomes, if it is a product of the placement. */
  Optional<Product> product(Node node) {
    return Optional.ofNullable(products.get(node.id()));
  }

  /** The quantizer of a value that goes on as what its codes stand for, if there is one. */
  Optional<Site> result(Value value) {
    return placement.results().stream().filter(site -> site.value().equals(value)).findFirst();
  }

  /** What is added to a product with weights, beside its bias; f32 {@code [N]}. */
  Optional<Tensor> shift(Node product) {
    return Optional.ofNullable(shifts.get(product.id()));
  }

  /** How near the quantized network comes to the float one on the calibration data, if measured. */
  Optional<Fidelity> fidelity() {
    return fidelity;
  }

  void measured(Fidelity found) {
    fidelity = Optional.of(found);
  }

  void decide(Site site, Thresholds chosen) {
    thresholds.put(site, chosen);
  }

  void decide(Node product, IntegerWeights chosen) {
    weights.put(product.id(), chosen);
  }

  /** Decides weights and what is added to their product. */
  void decide(Node product, IntegerWeights chosen, Tensor shift) {
    weights.put(product.id(), chosen);
    shifts.put(product.id(), shift);
  }

  private static <T> T decided(T choice, String what) {
    if (choice == null) {
      throw new IllegalStateException("no step of the recipe has decided the " + what);
    }
    return choice;
  }
}
