package org.spikezip.frontend.torch;

import java.util.List;
import org.spikezip.api.Frontend;
import org.spikezip.api.Plugin;

/** Adds the PyTorch frontend. */
public final class TorchPlugin implements Plugin {
  @Override
  public String id() {
    return "torch-frontend";
  }

  @Override
  public List<Frontend> frontends() {
    return List.of(new TorchFrontend());
  }
}
