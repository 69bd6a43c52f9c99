package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.spikezip.api.Backend;
import org.spikezip.api.Support;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.Graph;

/**
 * The random networks that a backend says it can take. It may leave some to others, but not nearly
 * all.
 */
record SupportedNetworks(Backend backend) {
  /** A backend takes at least one network of so many. */
  private static final int ONE_IN = 10;

  private static final int MOST_TRIES = 1000;
  private static final int MOST_REASONS = 5;

  boolean takes(Graph graph) {
    return backend.support(graph) instanceof Support.Supported;
  }

  /** The networks of some seeds, without those that the backend refuses; says how many. */
  List<RandomNetwork> ofSeeds(long first, int count) {
    List<RandomNetwork> taken = new ArrayList<>();
    Map<String, Integer> refused = new TreeMap<>();
    for (long seed = first; seed < first + count; seed++) {
      RandomNetwork network = RandomNetwork.of(seed, Size.SMALL);
      if (backend.support(network.graph()) instanceof Support.Unsupported no) {
        assertTrue(!no.reasons().isEmpty(), "a reason to refuse the network of seed " + seed);
        refused.merge(withoutNumbers(no.reasons().get(0)), 1, Integer::sum);
      } else {
        taken.add(network);
      }
    }
    if (!refused.isEmpty()) {
      System.out.printf(
          "  '%s' refuses %d of %d networks: %s%n",
          backend.id(), count - taken.size(), count, summary(refused));
    }
    assertTrue(
        taken.size() * ONE_IN >= count,
        () -> "it takes only " + taken.size() + " of " + count + " networks: " + refused);
    return taken;
  }

  /** The first network from a seed on that the backend takes and that is like this. */
  RandomNetwork first(long seed, Predicate<RandomNetwork> like) {
    return LongStream.range(seed, seed + MOST_TRIES)
        .mapToObj(s -> RandomNetwork.of(s, Size.SMALL))
        .filter(n -> takes(n.graph()) && like.test(n))
        .findFirst()
        .orElseThrow(() -> new AssertionError("it refuses all networks that this test is about"));
  }

  private static String summary(Map<String, Integer> refused) {
    return String.join(
        ", ",
        refused.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_REASONS)
            .map(e -> e.getValue() + " × " + e.getKey())
            .toList());
  }

  /** Reasons name nodes, whose numbers differ from network to network. */
  private static String withoutNumbers(String reason) {
    return reason.replaceAll("[0-9]+", "…");
  }
}
