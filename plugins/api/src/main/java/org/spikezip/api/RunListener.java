package org.spikezip.api;

import java.util.Map;
import java.util.function.Supplier;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.ir.Tensor;

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

  /**
   * Which neurons of a layer fired, and how; told after {@link #fired} by backends that know.
   *
   * @param elements row-major indices in the layer
   * @param spikes how far each tracer moved
   */
  default void spiked(int step, int node, int[] elements, int[] spikes) {}

  /** A step is over; returning false stops the run. */
  default boolean stepDone(int step, long spikes) {
    return true;
  }

  /**
   * Called after {@link #stepDone} for those who look at the answer so far; returning false stops
   * the run.
   *
   * @param outputs brings the outputs up to date, which takes time, and gives them
   */
  default boolean answered(int step, Supplier<Map<String, Tensor>> outputs) {
    return true;
  }

  /** What the run cost; told at its end by backends that know. */
  default void accounted(MachineAccount account) {}
}
