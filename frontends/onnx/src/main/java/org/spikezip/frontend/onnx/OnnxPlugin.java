package org.spikezip.frontend.onnx;

import java.util.List;
import org.spikezip.api.Frontend;
import org.spikezip.api.Plugin;

/** Adds the ONNX frontend. */
public final class OnnxPlugin implements Plugin {
  @Override
  public String id() {
    return "onnx-frontend";
  }

  @Override
  public List<Frontend> frontends() {
    return List.of(new OnnxFrontend());
  }
}
