package org.spikezip.api;

import java.util.List;
import java.util.Map;
import org.spikezip.ir.op.OpSet;

/**
 * What a jar adds to spikezip. Found by {@link java.util.ServiceLoader}, so it needs a public
 * constructor without parameters and a line in {@code META-INF/services/org.spikezip.api.Plugin}.
 * All that it offers must be cheap to make: work starts later.
 */
public interface Plugin {
  /** A short name, unique among plugins, such as {@code cpu}. */
  String id();

  /** Ways to read models. */
  default List<Frontend> frontends() {
    return List.of();
  }

  /** Steps of the compilation. */
  default List<Pass> passes() {
    return List.of();
  }

  /** Ways to run or export networks. */
  default List<Backend> backends() {
    return List.of();
  }

  /** Operators beyond the canonical ones, by name. */
  default Map<String, OpSet.Maker> ops() {
    return Map.of();
  }
}
