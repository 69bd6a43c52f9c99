package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.verify.GraphVerifier;

/** Small models of every family: read, written again and run, they give what they gave before. */
class FixtureRoundTripTest {
  private static final Path SMALL =
      Path.of("..", "..", "integration-tests", "fixtures", "small").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> fixtures() throws Exception {
    try (Stream<Path> files = Files.list(SMALL)) {
      List<Path> models =
          files
              .filter(f -> f.toString().endsWith(".onnx") && Files.exists(npz(f)))
              .sorted()
              .toList();
      assertTrue(models.size() >= 7, "fixtures: " + models);
      return models.stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName() + "", () -> check(f)));
    }
  }

  private static Path npz(Path model) {
    return Path.of(model.toString().replace(".onnx", ".npz"));
  }

  private static void check(Path file) throws Exception {
    Map<String, Tensor> arrays = Npz.read(npz(file));
    try (SourceModel source = new OnnxFrontend().open(file)) {
      Graph graph = source.graph();
      GraphVerifier.verify(graph);
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      graph.inputNodes().forEach(n -> inputs.put(n.name(), arrays.get(n.name())));
      List<String> names = graph.nodes().stream().map(Node::name).collect(Collectors.toList());
      double worst;
      try (Executable original = source.original(List.of()).get();
          Executable ours = new OnnxBackend().compile(graph, Options.NONE, null)) {
        Map<String, Tensor> expected = run(original, inputs);
        Map<String, Tensor> found = run(ours, inputs);
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()));
        worst = difference(expected, found);
        for (String output : expected.keySet()) {
          assertTrue(
              difference(Map.of("", arrays.get(output)), Map.of("", found.get(output))) < 1e-4);
        }
      }
      assertTrue(worst < 2e-5, file + " differs by " + worst);
      assertTapsFit(source, graph, inputs, names);
    }
  }

  /** Labels of nodes are names of values of the source, so both can be compared inside. */
  private static void assertTapsFit(
      SourceModel source, Graph graph, Map<String, Tensor> inputs, List<String> names) {
    try (Executable tapped = source.original(names).get()) {
      Map<String, Tensor> values = run(tapped, inputs);
      assertTrue(values.size() >= graph.outputs().size());
      for (Node node : graph.nodes()) {
        Tensor value = values.get(node.name());
        if (value != null && !node.outputs().isEmpty()) {
          assertEquals(node.fact().type(), value.type(), node.describe());
          assertTrue(
              node.fact().shape().compatible(value.fact().shape()),
              node.describe() + " is " + node.fact() + ", found " + value);
        }
      }
    }
  }

  static Map<String, Tensor> run(Executable executable, Map<String, Tensor> inputs) {
    return executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
  }

  static double difference(Map<String, Tensor> expected, Map<String, Tensor> found) {
    double worst = 0;
    for (Map.Entry<String, Tensor> e : expected.entrySet()) {
      Tensor other = found.get(e.getKey());
      assertEquals(e.getValue().toString(), other.toString());
      if (!e.getValue().type().isFloat()) {
        assertEquals(e.getValue(), other);
        continue;
      }
      float[] a = e.getValue().floats();
      float[] b = other.floats();
      for (int i = 0; i < a.length; i++) {
        if (Float.compare(a[i], b[i]) != 0) {
          worst = Math.max(worst, Math.abs((double) a[i] - b[i]));
        }
        if (Float.isNaN(a[i]) != Float.isNaN(b[i])) {
          return Double.POSITIVE_INFINITY;
        }
      }
    }
    return worst;
  }
}
