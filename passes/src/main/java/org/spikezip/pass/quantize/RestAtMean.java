package org.spikezip.pass.quantize;

/** Lets every neuron rest at the code of its mean, so that it has the least way to go. */
record RestAtMean() implements Step {
  @Override
  public String name() {
    return "rest-at-mean";
  }

  @Override
  public void apply(Plan plan) {
    for (Site site : plan.placement().sites()) {
      double[] means = new double[site.resting().count()];
      for (int i = 0; i < means.length; i++) {
        means[i] = plan.statistics(site).mean(i);
      }
      plan.decide(site, plan.thresholds(site).restingAt(means));
    }
  }
}
