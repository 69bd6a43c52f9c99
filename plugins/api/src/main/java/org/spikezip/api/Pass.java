package org.spikezip.api;

import org.spikezip.ir.Graph;
import org.spikezip.ir.Stage;

/**
 * One step of the compilation. Passes that keep the stage run, in the order of their ids, before
 * the one that leads on to the next. The graph is verified before and after each.
 */
public interface Pass {
  /** A short name, unique among passes, such as {@code canonicalize}. */
  String id();

  /** One line for people. */
  String description();

  /** The stage of the graphs that it takes. */
  Stage from();

  /** The stage of the graphs that it makes: {@link #from} or the one after. */
  Stage to();

  /**
   * Does it.
   *
   * @throws org.spikezip.ir.SpikezipException USAGE for options that make no sense, UNSUPPORTED for
   *     graphs it cannot take
   */
  PassResult run(Graph graph, PassContext context);
}
