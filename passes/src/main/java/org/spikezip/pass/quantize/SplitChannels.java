package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Gives some channels of the operands of constant weights several neurons instead of one ({@link
 * ChannelSplit}): those where one more takes the most error off the products, squared error of the
 * channel times the energy of its weights, until the neurons are so many more. Results that go on
 * as numbers get them where the error itself is largest.
 *
 * @param rule by what ranges are chosen
 * @param share how many neurons more, of the channels of each operand
 */
record SplitChannels(Levels levels, RangeRule rule, double share) implements Step {
  /** The most neurons that a channel gets. */
  static final int MOST_NEURONS = 4;

  /** The most that a channel gets whose neurons are added up again, term by term. */
  private static final int MOST_ADDED_UP = 2;

  @Override
  public String name() {
    return "split-channels";
  }

  @Override
  public void apply(Plan plan) {
    energies(plan.placement())
        .forEach((site, energy) -> plan.decide(site, split(plan, site, energy, MOST_NEURONS)));
    for (Site site : plan.placement().results()) {
      if (isByChannel(site)) {
        double[] energy = new double[site.thresholds().count()];
        Arrays.fill(energy, 1);
        plan.decide(site, split(plan, site, energy, MOST_ADDED_UP));
      }
    }
  }

  /** The energy of the weights of each channel, Σ_n W², where only weights take the codes. */
  static Map<Site, double[]> energies(Placement placement) {
    Map<Site, double[]> energies = new HashMap<>();
    for (Product product : placement.products()) {
      if (product instanceof Product.WithWeights weighted && isByChannel(product.left())) {
        int columns = weighted.weights().dim(1);
        float[] weights = weighted.weights().floats();
        double[] energy =
            energies.computeIfAbsent(product.left(), s -> new double[s.thresholds().count()]);
        for (int i = 0; i < weights.length; i++) {
          energy[i / columns] += (double) weights[i] * weights[i];
        }
      }
    }
    for (Product product : placement.products()) {
      if (product instanceof Product.OfSignals both) {
        energies.remove(both.left());
        energies.remove(both.right());
      }
    }
    return energies;
  }

  private static boolean isByChannel(Site site) {
    return site.thresholds().axes().equals(List.of(-1)) && site.thresholds().equals(site.resting());
  }

  private Thresholds split(Plan plan, Site site, double[] energy, int most) {
    Thresholds single = plan.thresholds(site);
    List<RangeSearch> searches =
        IntStream.rangeClosed(2, most)
            .mapToObj(m -> new RangeSearch(levels.of(site), rule, m))
            .toList();
    List<SplittableChannel> channels =
        IntStream.range(0, energy.length)
            .parallel()
            .mapToObj(
                c ->
                    new SplittableChannel(
                        c,
                        energy[c],
                        plan.statistics(site).distribution(c),
                        searches,
                        single.range(c)))
            .toList();
    allocate(channels, (int) (share * energy.length));
    List<CodedRange> ranges = channels.stream().map(SplittableChannel::range).toList();
    return new Thresholds(site, ranges)
        .split(channels.stream().mapToInt(SplittableChannel::neurons).toArray());
  }

  /** Gives so many neurons more, one after the other to the channel that gains most by it. */
  static void allocate(List<SplittableChannel> channels, int more) {
    PriorityQueue<SplittableChannel> byGain = new PriorityQueue<>(SplittableChannel.BY_GAIN);
    byGain.addAll(channels);
    for (int i = 0; i < more && !byGain.isEmpty() && byGain.peek().gain() > 0; i++) {
      SplittableChannel best = byGain.poll();
      best.grow();
      byGain.add(best);
    }
  }
}
