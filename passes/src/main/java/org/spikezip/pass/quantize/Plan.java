package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;

/** What is decided about the quantized network so far. Steps fill it in; not thread-safe. */
final class Plan {
  private final Graph graph;
  private final Placement placement;
  private final Map<Site, SiteStatistics> statistics;
  private final Map<Site, Thresholds> thresholds = new HashMap<>();
  private final Map<Integer, IntegerWeights> weights = new HashMap<>();

  /**
   * A plan without decisions.
   *
   * @param graph the float graph
   * @param statistics of every site of the placement
   */
  Plan(Graph graph, Placement placement, Map<Site, SiteStatistics> statistics) {
    this.graph = graph;
    this.placement = placement;
    this.statistics = Map.copyOf(statistics);
  }

  Graph graph() {
    return graph;
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

  void decide(Site site, Thresholds chosen) {
    thresholds.put(site, chosen);
  }

  void decide(Node product, IntegerWeights chosen) {
    weights.put(product.id(), chosen);
  }

  private static <T> T decided(T choice, String what) {
    if (choice == null) {
      throw new IllegalStateException("no step of the recipe has decided the " + what);
    }
    return choice;
  }
}
