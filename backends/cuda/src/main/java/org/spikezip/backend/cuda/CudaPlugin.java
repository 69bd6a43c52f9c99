package org.spikezip.backend.cuda;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Adds the backend for graphics processors. */
public final class CudaPlugin implements Plugin {
  @Override
  public String id() {
    return "cuda";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new CudaBackend());
  }
}
