package org.spikezip.backend.cpu;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Adds the event-driven CPU backend. */
public final class CpuPlugin implements Plugin {
  @Override
  public String id() {
    return "cpu";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new CpuBackend());
  }
}
