package org.spikezip.api;

import java.util.Map;
import org.spikezip.ir.Tensor;

/**
 * A network ready to run. Reusable; not thread-safe unless {@link #isThreadSafe} says so. Closing
 * twice is fine.
 */
public interface Executable extends AutoCloseable {
  /**
   * Runs one inference.
   *
   * @param inputs a tensor for each input of the graph, by name
   * @throws org.spikezip.ir.SpikezipException MALFORMED if a name, type or shape does not fit,
   *     naming both
   * @throws IllegalStateException if closed
   */
  RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener);

  /** Whether several threads may call {@link #run} at once. */
  boolean isThreadSafe();

  @Override
  void close();
}
