package org.spikezip.backend.nir;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.spikezip.ir.artifact.AtomicFile;

/** Writes NIR graphs as HDF5 files, in the layout of the Python package nir 1.0. */
final class NirFile {
  private static final String VERSION = "1.0";

  private NirFile() {}

  /**
   * Writes a graph, wholly or not at all.
   *
   * @param about facts about the whole
   * @throws org.spikezip.ir.SpikezipException USAGE if it cannot be written
   */
  static void write(Path file, NirGraph graph, Map<String, String> about) {
    AtomicFile.write(
        file,
        out -> {
          Path aside = Files.createTempFile("spikezip", ".nir");
          try {
            fill(aside, graph, about);
            Files.copy(aside, out);
          } finally {
            Files.delete(aside);
          }
        });
  }

  private static void fill(Path file, NirGraph graph, Map<String, String> about)
      throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("version", VERSION);
      WritableGroup root = hdf.putGroup("node");
      root.putDataset("type", "NIRGraph");
      root.putDataset(
          "edges",
          graph.edges().stream().map(e -> e.toArray(String[]::new)).toArray(String[][]::new));
      WritableGroup metadata = root.putGroup("metadata");
      about.forEach(metadata::putDataset);
      WritableGroup nodes = root.putGroup("nodes");
      graph.nodes().forEach((name, node) -> write(nodes.putGroup(name), node));
    }
  }

  private static void write(WritableGroup group, NirNode node) {
    group.putDataset("type", node.type());
    node.parameters().forEach(group::putDataset);
    if (!node.about().isEmpty()) {
      group.putGroup("metadata").putDataset("spikezip.node", node.about());
    }
  }
}
