package org.spikezip.api;

/** Hears what happens during a run. Called from the thread that runs. */
public interface RunListener {
  /** Listens to nothing. */
  RunListener NONE = new RunListener() {};

  /**
   * A neuron layer fired.
   *
   * @param step from 1
   * @param node id of the layer's node
   * @param spikes events of this layer in this step
   */
  default void fired(int step, int node, int spikes) {}

  /** A step is over; returning false stops the run. */
  default boolean stepDone(int step, long spikes) {
    return true;
  }
}
