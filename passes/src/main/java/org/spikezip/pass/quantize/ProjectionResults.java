package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;

/**
 * Quantizers where the paper has them too: at the result of every product with weights, bias
 * included. Left out are results of the graph, and those that are only moved to a quantizer of a
 * product, as queries and keys are. Source: SpikeZIP-TF (ICML 2024), figure 3.
 */
final class ProjectionResults {
  private final Graph graph;
  private final Uses uses;
  private final Constants constants;
  private final Placement placement;

  ProjectionResults(Graph graph, Uses uses, Constants constants, Placement placement) {
    this.graph = graph;
    this.uses = uses;
    this.constants = constants;
    this.placement = placement;
  }

  /** One quantizer a result, a threshold a column. */
  List<Site> sites(boolean perChannel) {
    List<Site> sites = new ArrayList<>();
    for (Product product : placement.products()) {
      if (product instanceof Product.WithWeights own) {
        add(own.node(), own.weights().dim(1), perChannel, sites);
      } else if (product instanceof Product.WithKeptWeights kept) {
        add(kept.node(), kept.weights().weights().dim(1), perChannel, sites);
      }
    }
    return sites;
  }

  private void add(Node product, int columns, boolean perChannel, List<Site> sites) {
    Value value =
        Bias.behind(graph, uses, constants, product.output(), columns)
            .map(Bias::result)
            .orElse(product.output());
    if (!uses.isGraphOutput(value) && !isOnlyMoved(value)) {
      Grouping channels = new Grouping(List.of(-1), List.of(columns));
      sites.add(new Site(value, perChannel ? channels : Grouping.TENSOR, channels, false));
    }
  }

  /** Whether the value comes to quantizers of products, and to nothing else. */
  private boolean isOnlyMoved(Value value) {
    if (placement.sites().stream().anyMatch(site -> site.value().equals(value))) {
      return true;
    }
    List<Node> users = uses.of(value);
    return !users.isEmpty()
        && !uses.isGraphOutput(value)
        && users.stream()
            .allMatch(user -> RouteMap.isRoute(user.op()) && isOnlyMoved(user.output()));
  }
}
