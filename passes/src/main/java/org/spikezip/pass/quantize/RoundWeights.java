package org.spikezip.pass.quantize;

/**
 * Folds what codes are worth into the weight rows, θ_k·W[k,j], and rounds each column to the
 * nearest integers under the scale of least error. Errors count by how large the codes of their row
 * are.
 */
record RoundWeights(WeightFormat format) implements Step {
  @Override
  public String name() {
    return "round-weights";
  }

  @Override
  public void apply(Plan plan) {
    plan.placement().products().parallelStream()
        .filter(Product.WithWeights.class::isInstance)
        .map(Product.WithWeights.class::cast)
        .map(product -> new Rounded(product, round(plan, product)))
        .toList()
        .forEach(rounded -> plan.decide(rounded.product.node(), rounded.weights));
  }

  private record Rounded(Product.WithWeights product, IntegerWeights weights) {}

  private IntegerWeights round(Plan plan, Product.WithWeights product) {
    int columns = product.weights().dim(1);
    Thresholds thresholds = plan.thresholds(product.left());
    SiteStatistics statistics = plan.statistics(product.left());
    int rows = thresholds.rest().size();
    double[] folded = new double[rows * columns];
    thresholds.fold(product.weights(), folded, 0);
    double[] importance = new double[rows];
    boolean perRow = product.left().thresholds().count() == product.weights().dim(0);
    double power = perRow ? 0 : statistics.distribution(0).power();
    for (int k = 0; k < rows; k++) {
      double theta = thresholds.rangeOfResting(k).theta();
      double squared = perRow ? statistics.distribution(thresholds.channel(k)).power() : power;
      importance[k] = squared / (theta * theta) + 1e-6;
    }
    return WeightRounding.nearest(folded, importance, columns, format);
  }
}
