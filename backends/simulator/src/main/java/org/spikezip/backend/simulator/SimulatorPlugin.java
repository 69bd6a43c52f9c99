package org.spikezip.backend.simulator;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Adds the simulator of neuromorphic machines. */
public final class SimulatorPlugin implements Plugin {
  @Override
  public String id() {
    return "simulator";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new SimulatorBackend());
  }
}
