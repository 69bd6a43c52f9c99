package org.spikezip.backend.cpu;

import java.util.List;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/**
 * Runs spiking networks on the CPU, touching only what spiked. Option {@code kernels}: {@code
 * scalar} or {@code vector}; option {@code threads}: how many work on one sample.
 */
public final class CpuBackend implements Backend {
  private static final int MOST_THREADS = 256;

  @Override
  public String id() {
    return "cpu";
  }

  @Override
  public String description() {
    return "event-driven execution on this machine's processor";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING);
  }

  @Override
  public Availability availability() {
    return new Availability.Available(Kernels.best().description());
  }

  @Override
  public Support support(Graph graph) {
    return graph.stage() == Stage.SPIKING
        ? new Support.Supported()
        : new Support.Unsupported(List.of("the graph is " + graph.stage() + ", not SPIKING"));
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    if (support(graph) instanceof Support.Unsupported no) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED, String.join("; ", no.reasons()), "compile the model first");
    }
    Kernels kernels =
        switch (options.choice("kernels", "best", List.of("best", "scalar", "vector"))) {
          case "scalar" -> Kernels.scalar();
          case "vector" -> Kernels.vector();
          default -> Kernels.best();
        };
    int threads = options.integer("threads", 1, 1, MOST_THREADS);
    return new CpuExecutable(
        graph,
        kernels,
        context.hostOps(),
        threads == 1 ? Crew.ALONE : new Crew(threads, Crew.LEAST));
  }
}
