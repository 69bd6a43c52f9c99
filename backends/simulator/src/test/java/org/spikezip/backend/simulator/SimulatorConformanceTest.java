package org.spikezip.backend.simulator;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Options;
import org.spikezip.conformance.BackendConformance;

/** With barriers, the machine's spike trains are those of the definition, on any machine. */
class SimulatorConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new SimulatorBackend();
  }

  @Override
  protected List<Options> variants() {
    return List.of(Options.NONE, Options.NONE.with("machine", "tianjic"));
  }

  @Override
  protected int networks() {
    return 100;
  }
}
