package org.spikezip.api;

import java.util.Optional;
import org.spikezip.ir.Graph;

/** What a pass is given. */
public interface PassContext {
  /** What the user asked for. */
  Options options();

  /** Data to calibrate on, if there is any. */
  Optional<Samples> calibration();

  /**
   * Runs a graph of stage IMPORTED or CANONICAL in float; the graph's outputs are what is asked
   * for. Close it.
   */
  Executable compileFloat(Graph graph);

  /** Evaluates operators that are not canonical. */
  HostOps hostOps();

  Progress progress();
}
