package org.spikezip.api;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.Graph;

/**
 * A rewritten graph and what was done to it.
 *
 * @param graph the graph, at the stage that the pass promises
 * @param counts what happened how often, such as {@code fused layer_norm → 13}
 * @param notes sentences for people: what was recognized, what was left alone and why
 */
public record PassResult(Graph graph, SortedMap<String, Integer> counts, List<String> notes) {
  public PassResult {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    notes = List.copyOf(notes);
  }
}
