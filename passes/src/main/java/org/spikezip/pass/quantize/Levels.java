package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.Map;

/**
 * How many codes each quantizer has.
 *
 * @param common of those without a number of their own
 * @param own of some sites
 */
record Levels(int common, Map<Site, Integer> own) {
  /** The most that a quantizer may have. */
  static final int MOST = 256;

  Levels {
    own = Map.copyOf(own);
  }

  static Levels all(int levels) {
    return new Levels(levels, Map.of());
  }

  int of(Site site) {
    return own.getOrDefault(site, common);
  }

  /** The same with another number for one site. */
  Levels with(Site site, int levels) {
    Map<Site, Integer> more = new HashMap<>(own);
    more.put(site, levels);
    return new Levels(common, more);
  }

  /** The smallest, largest and mean number over the sites of a placement. */
  IntSummaryStatistics over(Placement placement) {
    return placement.sites().stream().mapToInt(this::of).summaryStatistics();
  }
}
