package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/**
 * Thresholds for the two factors of attention scores. The scale of a product of codes must be
 * common to the summed axis, so θ of a query's channel times θ of the same key's channel must be
 * one number τ for a head; how the two share it is free. Each channel shares it as the ranges of
 * its query and its key want, and τ is the one of least error of the scores. A query's error counts
 * by the variance of the key (what all keys have in common goes away in the softmax), a key's by
 * the power of the query.
 */
record BalanceScores(Levels levels) implements Step {
  private static final int FINEST = -4;
  private static final int COARSEST = 14;
  private static final double STEPS_PER_OCTAVE = 4;

  @Override
  public String name() {
    return "balance";
  }

  @Override
  public void apply(Plan plan) {
    for (Product product : plan.placement().products()) {
      if (product instanceof Product.OfSignals both && both.balanced()) {
        balance(plan, both);
      }
    }
  }

  private void balance(Plan plan, Product.OfSignals product) {
    Factor query = new Factor(plan, product.left());
    Factor key = new Factor(plan, product.right());
    int all = product.left().thresholds().count();
    List<Integer> sizes = product.left().thresholds().sizes();
    int channels = sizes.get(sizes.size() - 1);
    List<Head> heads =
        IntStream.range(0, all / channels)
            .parallel()
            .mapToObj(h -> best(query, key, h * channels, channels))
            .toList();
    List<CodedRange> queries = new ArrayList<>();
    List<CodedRange> keys = new ArrayList<>();
    float[] scale = new float[heads.size()];
    for (int h = 0; h < scale.length; h++) {
      queries.addAll(heads.get(h).queries);
      keys.addAll(heads.get(h).keys);
      scale[h] = (float) heads.get(h).tau;
    }
    int[] dims = sizes.size() == 1 ? new int[] {1} : new int[] {scale.length, 1, 1};
    plan.decide(
        product.left(), new Thresholds(product.left(), queries).withScale(Tensor.of(scale, dims)));
    plan.decide(
        product.right(), new Thresholds(product.right(), keys).withScale(Tensor.scalar(1f)));
  }

  /** One factor by channel: distribution, and the threshold that suits it best alone. */
  private record Factor(Plan plan, Site site) {
    Distribution numbers(int channel) {
      return plan.statistics(site).distribution(channel);
    }

    RangeSearch search(Levels levels) {
      return new RangeSearch(levels.of(site));
    }

    double theta(int channel) {
      return plan.thresholds(site).range(channel).theta();
    }
  }

  /** The ranges of a head. */
  private record Head(double tau, double error, List<CodedRange> queries, List<CodedRange> keys) {}

  private Head best(Factor query, Factor key, int first, int channels) {
    double logs = 0;
    for (int c = first; c < first + channels; c++) {
      logs += Math.log(query.theta(c) * key.theta(c)) / channels;
    }
    Head best = null;
    for (int i = FINEST; i <= COARSEST; i++) {
      double tau = Math.exp(logs) * Math.pow(2, i / STEPS_PER_OCTAVE);
      Head head = head(query, key, first, channels, tau);
      best = best == null || head.error < best.error ? head : best;
    }
    return best;
  }

  private Head head(Factor query, Factor key, int first, int channels, double tau) {
    List<CodedRange> queries = new ArrayList<>();
    List<CodedRange> keys = new ArrayList<>();
    double error = 0;
    for (int c = first; c < first + channels; c++) {
      double share = Math.sqrt(query.theta(c) / key.theta(c));
      Distribution q = query.numbers(c);
      Distribution k = key.numbers(c);
      CodedRange rangeOfQuery = query.search(levels).bestFor((float) (Math.sqrt(tau) * share), q);
      CodedRange rangeOfKey = key.search(levels).bestFor((float) (Math.sqrt(tau) / share), k);
      error += q.error(rangeOfQuery) * k.variance() + k.error(rangeOfKey) * q.power();
      queries.add(rangeOfQuery);
      keys.add(rangeOfKey);
    }
    return new Head(tau, error, queries, keys);
  }
}
