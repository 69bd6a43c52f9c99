package org.spikezip.api;

import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
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
   * @throws SpikezipException MALFORMED if a name, type or shape does not fit, naming both
   * @throws IllegalStateException if closed
   */
  RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener);

  /**
   * An executable of the same network that starts each run in the state in which the one before
   * ended, so that an input like the one before costs only what differs. At rest its outputs and
   * codes are those of {@link #run} here; steps and spikes are not. Not thread-safe; each is closed
   * by itself.
   *
   * @throws SpikezipException USAGE if the backend keeps no state between runs
   */
  default Executable stream() {
    throw new SpikezipException(
        ErrorCode.USAGE, "this backend keeps no state between runs", "leave out --stream");
  }

  /** Whether several threads may call {@link #run} at once. */
  boolean isThreadSafe();

  @Override
  void close();
}
