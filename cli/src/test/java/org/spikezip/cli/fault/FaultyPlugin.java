package org.spikezip.cli.fault;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Offers the faulty backend, to tests alone. */
public final class FaultyPlugin implements Plugin {
  @Override
  public String id() {
    return "faulty";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new FaultyBackend());
  }
}
