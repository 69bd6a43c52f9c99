package org.spikezip.host.run;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.spikezip.api.Backend;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/** Hands graphs to backends. */
public final class GraphLoader {
  private final BackendIndex index;
  private final BackendContext context;

  @Inject
  GraphLoader(BackendIndex index, HostOps hostOps) {
    this.index = index;
    this.context = () -> hostOps;
  }

  /**
   * Makes a spiking network ready to run.
   *
   * @throws SpikezipException USAGE, UNAVAILABLE or UNSUPPORTED if the backend cannot
   */
  public Executable load(Graph graph, String backend, Options options) {
    requireSpiking(graph);
    return index.require(backend, Capability.SPIKING, graph).compile(graph, options, context);
  }

  /**
   * Makes a graph of stage IMPORTED or CANONICAL ready to run, with whatever backend can.
   *
   * @throws SpikezipException UNAVAILABLE or UNSUPPORTED if none can
   */
  public Executable loadFloat(Graph graph, Options options) {
    return index.requireFloat(graph).compile(graph, options, context);
  }

  /**
   * Writes a spiking network for elsewhere, into a folder, which is made if need be and taken back
   * where the export fails before it wrote anything.
   *
   * @throws SpikezipException as {@link #load}; USAGE if there can be no such folder
   */
  public Exported export(Graph graph, String backend, Path folder, Options options) {
    requireSpiking(graph);
    Backend exporter = index.require(backend, Capability.EXPORT, graph);
    NewFolders made = make(folder);
    try {
      return exporter.export(graph, folder, options);
    } catch (SpikezipException e) {
      made.removeEmpty();
      throw e;
    }
  }

  private static NewFolders make(Path folder) {
    try {
      return NewFolders.of(folder);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE, "cannot make folder " + folder, "name another one with -o", e);
    }
  }

  private static void requireSpiking(Graph graph) {
    if (graph.stage() != Stage.SPIKING) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "graph \"" + graph.name() + "\" is at stage " + graph.stage() + ", expected SPIKING",
          "compile it first");
    }
  }
}
