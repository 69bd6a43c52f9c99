package org.spikezip.host.compile;

import java.util.List;
import org.spikezip.ir.Graph;

/**
 * A compiled graph and how it came about.
 *
 * @param graph at the stage asked for; verified
 * @param passes what ran, in order
 */
public record Compilation(Graph graph, List<PassReport> passes) {
  public Compilation {
    passes = List.copyOf(passes);
  }

  /** Wall time of all passes. */
  public double seconds() {
    return passes.stream().mapToDouble(PassReport::seconds).sum();
  }
}
