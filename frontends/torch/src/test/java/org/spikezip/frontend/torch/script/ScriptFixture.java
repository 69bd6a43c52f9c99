package org.spikezip.frontend.torch.script;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.spikezip.api.InputShape;
import org.spikezip.frontend.torch.TestArchive;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.rewrite.GraphPatch;

/** Imports small pieces of code. */
final class ScriptFixture {
  private static final List<InputShape> X = InputShape.parse("x=?x4");

  private ScriptFixture() {}

  static Graph graph(Path folder, TestArchive archive) {
    try (ZipArchive zip = ZipArchive.open(archive.write(folder))) {
      Graph graph = ScriptImporter.run(zip, X, Map.of());
      return new GraphPatch(List.of(), Map.of(), "").apply(graph);
    }
  }

  /** The operators that the result needs, in order, without inputs and constants. */
  static List<String> operators(Path folder, TestArchive archive) {
    return graph(folder, archive).nodes().stream()
        .map(Node::op)
        .map(op -> op.name())
        .filter(name -> !name.equals("input") && !name.equals("constant"))
        .toList();
  }

  static List<String> operators(Path folder, String body) {
    return operators(folder, TestArchive.forward(body));
  }

  static SpikezipException fails(Path folder, TestArchive archive) {
    return assertThrows(SpikezipException.class, () -> graph(folder, archive));
  }

  static SpikezipException fails(Path folder, String body) {
    return fails(folder, TestArchive.forward(body));
  }
}
