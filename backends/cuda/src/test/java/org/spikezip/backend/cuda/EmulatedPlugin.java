package org.spikezip.backend.cuda;

import java.util.List;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Plugin;
import org.spikezip.api.Support;
import org.spikezip.backend.cuda.driver.EmulatedDriver;
import org.spikezip.ir.Graph;

/** The backend on the emulated device, for the command: emulated-plugin.sh makes a plugin of it. */
public final class EmulatedPlugin implements Plugin {
  @Override
  public String id() {
    return "cuda-emulated";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new Emulated(new CudaBackend(n -> new EmulatedDriver())));
  }

  private record Emulated(CudaBackend backend) implements Backend {
    @Override
    public String id() {
      return "cuda-emulated";
    }

    @Override
    public String description() {
      return "the kernels of the cuda backend on this machine's processor, slowly";
    }

    @Override
    public Set<Capability> capabilities() {
      return backend.capabilities();
    }

    @Override
    public Availability availability() {
      return backend.availability();
    }

    @Override
    public Support support(Graph graph) {
      return backend.support(graph);
    }

    @Override
    public Executable compile(Graph graph, Options options, BackendContext context) {
      return backend.compile(graph, options, context);
    }
  }
}
