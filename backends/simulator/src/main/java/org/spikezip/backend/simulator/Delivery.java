package org.spikezip.backend.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** When spikes arrive. */
enum Delivery {
  /** All spikes of a step within it. */
  BARRIER,
  /** Any number of waiting spikes at a time, of any edge, in any order. */
  RANDOM,
  /**
   * The newest first, deepest layers first, and those of one edge not before nothing else is left
   * to do.
   */
  ADVERSARIAL;

  static final List<String> NAMES =
      Arrays.stream(values()).map(d -> d.name().toLowerCase(Locale.ROOT)).toList();

  static Delivery ofName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
