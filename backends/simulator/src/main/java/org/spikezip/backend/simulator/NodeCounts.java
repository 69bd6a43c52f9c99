package org.spikezip.backend.simulator;

import java.util.SortedMap;
import java.util.TreeMap;

/** What one node did so far. */
final class NodeCounts {
  long spikes;
  long synapticOperations;
  long gradedOperations;
  long neuronUpdates;
  long floatOperations;
  long elements;
  long messages;
  long hops;

  /** Additions to sums and float operations. */
  long operations() {
    return synapticOperations + floatOperations;
  }

  /** Without zeros. */
  SortedMap<String, Long> byName() {
    SortedMap<String, Long> all = new TreeMap<>();
    all.put("spikes", spikes);
    all.put("synapticOperations", synapticOperations);
    all.put("gradedOperations", gradedOperations);
    all.put("neuronUpdates", neuronUpdates);
    all.put("floatOperations", floatOperations);
    all.put("messages", messages);
    all.put("hops", hops);
    all.values().removeIf(v -> v == 0);
    return all;
  }
}
