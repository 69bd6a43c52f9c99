package org.spikezip.pass.quantize;

import java.util.Comparator;
import java.util.Map;

/**
 * Which quantizers get more levels: those that do the most harm. Twice the levels are a quarter of
 * the error power.
 */
final class LevelSearch {
  /** The levels that the search begins with. */
  static final int FIRST = 8;

  /** How often it raises levels at most. */
  static final int MOST_ROUNDS = 4;

  /** What a round leaves of the error power. */
  private static final double SHARE = 0.4;

  private LevelSearch() {}

  /**
   * More levels for as many quantizers as it takes to leave {@value #SHARE} of the error.
   *
   * @param sensitivity the error power of each quantizer at {@link #FIRST} levels
   */
  static Levels raised(Levels levels, Map<Site, Double> sensitivity) {
    double goal = SHARE * total(levels, sensitivity);
    Levels raised = levels;
    while (total(raised, sensitivity) > goal) {
      Levels now = raised;
      Site worst =
          sensitivity.keySet().stream()
              .filter(site -> now.of(site) < Levels.MOST)
              .max(Comparator.comparingDouble(site -> error(now, sensitivity, site)))
              .orElse(null);
      if (worst == null) {
        return raised;
      }
      raised = raised.with(worst, Math.min(Levels.MOST, 2 * raised.of(worst)));
    }
    return raised;
  }

  private static double total(Levels levels, Map<Site, Double> sensitivity) {
    return sensitivity.keySet().stream()
        .mapToDouble(site -> error(levels, sensitivity, site))
        .sum();
  }

  private static double error(Levels levels, Map<Site, Double> sensitivity, Site site) {
    double ratio = (double) FIRST / levels.of(site);
    return sensitivity.get(site) * ratio * ratio;
  }
}
