package org.spikezip.backend.onnx;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** Adds the ONNX backend. */
public final class OnnxBackendPlugin implements Plugin {
  @Override
  public String id() {
    return "onnx-backend";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new OnnxBackend());
  }
}
