package org.spikezip.host.compile;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.Stage;

/**
 * What a pass did.
 *
 * @param passId which pass
 * @param from stage of the graph that it took
 * @param to stage of the graph that it made
 * @param counts what happened how often
 * @param notes sentences for people
 * @param seconds wall time, verification included
 */
public record PassReport(
    String passId,
    Stage from,
    Stage to,
    SortedMap<String, Integer> counts,
    List<String> notes,
    double seconds) {
  public PassReport {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    notes = List.copyOf(notes);
  }
}
