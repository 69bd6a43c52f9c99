package org.spikezip.frontend.torch;

import java.util.List;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.SourceModel;
import org.spikezip.ir.Graph;

/** A model of PyTorch as a graph; PyTorch itself is never asked. */
record TorchSource(Graph graph) implements SourceModel {
  @Override
  public Optional<Executable> original(List<String> values) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Mapped weights go with their last tensor.
  }
}
