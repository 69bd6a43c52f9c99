package org.spikezip.host.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.SourceModel;
import org.spikezip.ir.Graph;

/** A model whose graph knows where it came from. */
final class OpenedModel implements SourceModel {
  private final SourceModel model;
  private final Graph graph;

  private OpenedModel(SourceModel model, Graph graph) {
    this.model = model;
    this.graph = graph;
  }

  static OpenedModel of(SourceModel model, Path path, String frontend) {
    try {
      return new OpenedModel(
          model,
          model
              .graph()
              .withMetadata(Map.of("source.path", path.toString(), "source.frontend", frontend)));
    } catch (RuntimeException | LinkageError e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Optional<Executable> original(List<String> values) {
    return model.original(values);
  }

  @Override
  public void close() {
    model.close();
  }
}
