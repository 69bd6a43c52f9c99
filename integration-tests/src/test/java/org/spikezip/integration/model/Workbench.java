package org.spikezip.integration.model;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;

/** Models of the suite, each compiled at most once. Not thread-safe. */
final class Workbench implements AutoCloseable {
  private final Spikezip spikezip = Spikezip.open(HostOptions.defaults());
  private final Map<String, CompiledModel> compiled = new HashMap<>();

  Spikezip spikezip() {
    return spikezip;
  }

  CompiledModel compiled(ModelCase model) {
    return compiled.computeIfAbsent(model.name(), name -> CompiledModel.of(spikezip, model));
  }

  @Override
  public void close() {
    compiled.values().forEach(model -> model.source().close());
    spikezip.close();
  }
}
