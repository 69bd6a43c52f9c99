package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives every site thresholds and ranges, group by group.
 *
 * @param rule by what they are chosen
 * @param weigh whether an error counts by what it does to the product, where that differs
 */
record SearchRanges(Levels levels, RangeRule rule, boolean weigh) implements Step {
  @Override
  public String name() {
    return "search-ranges";
  }

  @Override
  public void apply(Plan plan) {
    for (Site site : plan.placement().sites()) {
      RangeSearch search = new RangeSearch(levels.of(site), rule);
      plan.decide(site, search(search, site, plan.statistics(site)));
    }
  }

  /** Only errors can be weighed; other rules count the numbers. */
  private Distribution numbers(SiteStatistics statistics, int group) {
    boolean weighed = weigh && rule.kind() == RangeRule.Kind.ERROR;
    return weighed ? statistics.weighed(group) : statistics.distribution(group);
  }

  private Thresholds search(RangeSearch search, Site site, SiteStatistics statistics) {
    List<CodedRange> ranges =
        IntStream.range(0, site.thresholds().count())
            .parallel()
            .mapToObj(group -> search.best(numbers(statistics, group), site.probability()))
            .toList();
    return new Thresholds(site, filled(ranges));
  }

  /**
   * Groups that were always 0 get the smallest threshold of the others, so that they do not set the
   * scale of folded weights.
   */
  private static List<CodedRange> filled(List<CodedRange> ranges) {
    float smallest = 1;
    boolean any = false;
    for (CodedRange range : ranges) {
      if (range.theta() > 0) {
        smallest = any ? Math.min(smallest, range.theta()) : range.theta();
        any = true;
      }
    }
    List<CodedRange> filled = new ArrayList<>();
    for (CodedRange range : ranges) {
      filled.add(range.theta() > 0 ? range : new CodedRange(smallest, range.min(), range.max()));
    }
    return filled;
  }
}
