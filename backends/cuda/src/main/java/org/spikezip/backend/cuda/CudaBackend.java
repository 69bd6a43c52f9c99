package org.spikezip.backend.cuda;

import java.util.List;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.backend.cuda.driver.CudaDriver;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/** Runs spiking networks on an NVIDIA card. Option {@code device}: the number of the card. */
public final class CudaBackend implements Backend {
  @Override
  public String id() {
    return "cuda";
  }

  @Override
  public String description() {
    return "runs spiking networks on an NVIDIA card";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING);
  }

  @Override
  public Availability availability() {
    try (Driver driver = CudaDriver.open(0)) {
      return new Availability.Available(driver.device().describe());
    } catch (SpikezipException e) {
      return new Availability.Unavailable(e.getMessage(), e.remedy().orElse(""));
    }
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
      throw new SpikezipException(ErrorCode.UNSUPPORTED, String.join("; ", no.reasons()));
    }
    throw new SpikezipException(
        ErrorCode.UNAVAILABLE, "the kernels of this backend are not there yet");
  }
}
