package org.spikezip.backend.cuda;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
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

/**
 * Runs spiking networks on an NVIDIA card. Options: {@code device}, the number of the card (0);
 * {@code batch}, how many runs that several threads ask for are done at once (1); {@code products},
 * {@code mixed}, {@code events}, {@code tiles} or {@code plain}, how those of bytes are computed
 * (mixed); {@code record}, whether a step is recorded and replayed as a whole (true).
 */
public final class CudaBackend implements Backend {
  private static final int MOST_DEVICES = 64;
  private static final int LARGEST_BATCH = 1 << 16;
  private static final List<String> OPTIONS = List.of("device", "batch", "products", "record");

  private final IntFunction<Driver> drivers;

  public CudaBackend() {
    this(CudaDriver::open);
  }

  /** A backend on other devices: what opens the one of a number. */
  CudaBackend(IntFunction<Driver> drivers) {
    this.drivers = drivers;
  }

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
    try (Driver driver = drivers.apply(0)) {
      return new Availability.Available(driver.device().describe());
    } catch (SpikezipException e) {
      return new Availability.Unavailable(e.getMessage(), e.remedy().orElse(""));
    }
  }

  @Override
  public Support support(Graph graph) {
    return Supported.of(graph);
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    if (support(graph) instanceof Support.Unsupported no) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, String.join("; ", no.reasons()));
    }
    for (String name : options.values().keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new SpikezipException(
            ErrorCode.USAGE, "backend 'cuda' has no option '" + name + "'; it has " + OPTIONS);
      }
    }
    int batch = options.integer("batch", 1, 1, LARGEST_BATCH);
    Products products = Products.ofName(options.choice("products", "mixed", Products.names()));
    boolean recorded = options.flag("record", true);
    Driver driver = drivers.apply(options.integer("device", 0, 0, MOST_DEVICES));
    try {
      return new CudaExecutable(graph, driver, context.hostOps(), batch, products, recorded);
    } catch (RuntimeException e) {
      throw Cleanup.after(e, driver::close);
    }
  }
}
