package org.spikezip.backend.cuda;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Options;
import org.spikezip.backend.cuda.driver.CheckedDriver;
import org.spikezip.backend.cuda.driver.EmulatedDriver;
import org.spikezip.conformance.BackendConformance;

/** The whole backend on the emulated device, watched. */
class EmulatedConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new CudaBackend(n -> new CheckedDriver(new EmulatedDriver()));
  }

  @Override
  protected List<Options> variants() {
    return List.of(
        Options.NONE,
        Options.NONE.with("products", "events"),
        Options.NONE.with("products", "plain").with("record", "false"));
  }

  @Override
  protected int networks() {
    return 6;
  }
}
