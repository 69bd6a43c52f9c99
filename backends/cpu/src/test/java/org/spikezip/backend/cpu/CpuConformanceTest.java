package org.spikezip.backend.cpu;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Options;
import org.spikezip.conformance.BackendConformance;

/** The engine runs random networks as they are defined, with scalar and with vector kernels. */
class CpuConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new CpuBackend();
  }

  @Override
  protected List<Options> variants() {
    return List.of(Options.NONE.with("kernels", "scalar"), Options.NONE.with("kernels", "vector"));
  }
}
