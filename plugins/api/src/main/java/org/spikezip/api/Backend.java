package org.spikezip.api;

import java.nio.file.Path;
import java.util.Set;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Runs or exports networks. Stateless: what has state is the {@link Executable}. */
public interface Backend {
  /** What a backend can do. */
  enum Capability {
    /** Runs spiking networks. */
    SPIKING,
    /** Runs graphs of stages IMPORTED and CANONICAL in float. */
    FLOAT,
    /** Writes networks as files for elsewhere. */
    EXPORT
  }

  /** A short name, unique among backends, such as {@code cpu}. */
  String id();

  /** One line for people. */
  String description();

  Set<Capability> capabilities();

  /** Whether it can work on this machine, and why not. Must not throw. */
  Availability availability();

  /** Whether it can take this graph. */
  Support support(Graph graph);

  /**
   * Makes the graph ready to run.
   *
   * @param graph at stage SPIKING, or for FLOAT at an earlier one; shapes may be symbolic
   * @throws SpikezipException UNSUPPORTED, or UNAVAILABLE where {@link #availability} says so
   */
  Executable compile(Graph graph, Options options, BackendContext context);

  /**
   * Writes the network into a folder, every file wholly or not at all.
   *
   * @param folder exists
   * @throws SpikezipException UNSUPPORTED with all reasons, UNAVAILABLE, or USAGE if it is no
   *     exporting backend
   */
  default Exported export(Graph graph, Path folder, Options options) {
    throw new SpikezipException(ErrorCode.USAGE, "backend '" + id() + "' does not export");
  }
}
