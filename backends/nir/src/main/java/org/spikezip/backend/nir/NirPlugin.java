package org.spikezip.backend.nir;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Adds the export to NIR. */
public final class NirPlugin implements Plugin {
  @Override
  public String id() {
    return "nir";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new NirBackend());
  }
}
