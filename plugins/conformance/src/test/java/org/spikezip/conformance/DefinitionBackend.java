package org.spikezip.conformance;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Support;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

/**
 * Runs networks by their definition, after a change that makes it wrong.
 *
 * @param change of the network before it runs; none for a backend that is right
 */
record DefinitionBackend(UnaryOperator<Graph> change) implements Backend {
  @Override
  public String id() {
    return "definition";
  }

  @Override
  public String description() {
    return "the definition itself";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING);
  }

  @Override
  public Availability availability() {
    return new Availability.Available("");
  }

  @Override
  public Support support(Graph graph) {
    return new Support.Supported();
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    if (graph.stage() != Stage.SPIKING) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, "not spiking");
    }
    return new Stepped(change.apply(graph), context.hostOps());
  }

  private static final class Stepped implements Executable {
    private final Graph graph;
    private final HostOps hostOps;
    private volatile boolean closed;

    Stepped(Graph graph, HostOps hostOps) {
      this.graph = graph;
      this.hostOps = hostOps;
    }

    @Override
    public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
      if (closed) {
        throw new IllegalStateException("closed");
      }
      return SteppedNetwork.run(graph, inputs, options, hostOps, listener);
    }

    @Override
    public boolean isThreadSafe() {
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
