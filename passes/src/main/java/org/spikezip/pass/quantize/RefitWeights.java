package org.spikezip.pass.quantize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.PassContext;
import org.spikezip.api.Samples;
import org.spikezip.ir.Value;

/**
 * Fits the weights of each layer to the codes that the quantized layers before it make ({@link
 * RidgeFit}), rounds them with error feedback ({@link ErrorFeedback}), and corrects the bias; layer
 * after layer, so that each makes up for what those before it have done. Where a product goes into
 * a residual sum, the error that the sum already has is part of what it makes up for.
 *
 * @param samples the calibration data
 */
record RefitWeights(Refit how, Samples samples, PassContext context) implements Step {
  @Override
  public String name() {
    return "refit";
  }

  @Override
  public void apply(Plan plan) {
    Constants constants = plan.constants();
    List<Product.WithWeights> products =
        plan.placement().products().stream()
            .filter(Product.WithWeights.class::isInstance)
            .map(Product.WithWeights.class::cast)
            .toList();
    if (products.isEmpty()) {
      return;
    }
    Replay replay = new Replay(plan, constants, samples, count(plan, products), context);
    Map<Integer, Map<Site, SiteFit>> fits = new LinkedHashMap<>();
    for (Product.WithWeights product : products) {
      int segment = replay.segmentOf(product.left().value());
      fits.computeIfAbsent(segment, s -> new LinkedHashMap<>())
          .computeIfAbsent(product.left(), site -> new SiteFit(plan, site))
          .add(product, residual(plan, constants, replay, product, segment));
    }
    List<Replay.Pair> ends =
        replay.run(
            new Replay.Watcher() {
              @Override
              public void arrived(int segment, int first, List<Replay.Pair> pairs) {
                fits.getOrDefault(segment, Map.of()).values().forEach(f -> f.add(first, pairs));
              }

              @Override
              public void finished(int segment) {
                fits.getOrDefault(segment, Map.of()).values().forEach(f -> f.decide(how));
                fits.remove(segment);
              }
            });
    replay.firstFloatOutput().ifPresent(v -> plan.measured(compare(v, ends)));
  }

  private Optional<Value> residual(
      Plan plan, Constants constants, Replay replay, Product product, int segment) {
    return ResidualSum.other(plan.graph(), plan.graph().uses(), constants, product)
        .filter(v -> how.residual() && replay.segmentOf(v) <= segment);
  }

  /** So many samples that a fit takes in about the tokens it may. */
  private int count(Plan plan, List<Product.WithWeights> products) {
    long most =
        products.stream()
            .mapToLong(product -> plan.statistics(product.left()).tokens())
            .max()
            .orElse(0);
    long each = Math.max(1, most / Math.max(1, samples.size()));
    return (int) Math.min(samples.size(), Math.max(1, how.mostTokens() / each));
  }

  private static Fidelity compare(Value output, List<Replay.Pair> ends) {
    FidelityCount count = new FidelityCount();
    ends.forEach(p -> count.add(p.floats().get(output), p.quantized().get(output)));
    return count.result();
  }
}
