package org.spikezip.api.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.spikezip.api.HostOps;

/**
 * Makes a trial that fails smaller while it goes on failing: fewer steps of another kind, fewer
 * nodes, shorter axes, rounder numbers. Greedy, to a fixed point or until the budget is spent.
 */
public final class TrialReducer {
  private final List<Reduction> reductions;
  private final int mostTries;
  private int tries;

  /**
   * A reducer for one trial.
   *
   * @param mostTries how often at most to ask whether a trial fails
   */
  public TrialReducer(HostOps hostOps, int mostTries) {
    this.mostTries = mostTries;
    reductions =
        List.of(
            Reduction.ofOptions(),
            new CutAfter(),
            new CutBefore(hostOps),
            new BypassNodes(),
            new ShortenAxes(),
            new SimplerNumbers());
  }

  /**
   * The smallest trial found.
   *
   * @param fails whether a trial shows the same failure; true for the given one
   */
  public Trial reduce(Trial trial, Predicate<Trial> fails) {
    Trial smallest = trial;
    boolean shrank = true;
    while (shrank) {
      shrank = false;
      for (Reduction reduction : reductions) {
        Optional<Trial> smaller = smaller(reduction, smallest, fails);
        while (smaller.isPresent()) {
          smallest = smaller.get();
          shrank = true;
          smaller = smaller(reduction, smallest, fails);
        }
      }
    }
    return smallest;
  }

  private Optional<Trial> smaller(Reduction reduction, Trial trial, Predicate<Trial> fails) {
    try (Stream<Trial> candidates = reduction.candidates(trial)) {
      return candidates.takeWhile(c -> tries++ < mostTries).filter(fails).findFirst();
    }
  }
}
