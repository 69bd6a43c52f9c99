package org.spikezip.api;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;

/** A model as its frontend read it. */
public interface SourceModel extends AutoCloseable {
  /**
   * The graph, at stage IMPORTED; node names are the names of the values in the source where it has
   * such.
   */
  Graph graph();

  /**
   * The model run by the runtime of its own format, independent of how we read it; empty if there
   * is none.
   *
   * @param values names of inner values that {@link RunResult#outputs} shall hold beside the
   *     outputs; unknown ones are left out
   */
  Optional<Executable> original(List<String> values);

  @Override
  void close();
}
