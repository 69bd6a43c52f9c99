package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/**
 * ONNX's own cases, one operator each, in the folder that SPIKEZIP_NODE_CASES names: read, written
 * again, run and compared with what they must give. Prints a table; for the eye, not for CI.
 */
class NodeCasesTest {
  @Test
  void table() throws Exception {
    String folder = System.getenv().getOrDefault("SPIKEZIP_NODE_CASES", "");
    assumeTrue(!folder.isEmpty(), "SPIKEZIP_NODE_CASES names no folder of node cases");
    Map<String, List<String>> table = new TreeMap<>();
    try (Stream<Path> cases = Files.list(Path.of(folder))) {
      for (Path one : cases.sorted().toList()) {
        if (Files.exists(one.resolve("model.onnx"))) {
          String name = one.getFileName().toString();
          String[] verdict = verdict(one).split("\n", 2);
          table.computeIfAbsent(verdict[0], v -> new ArrayList<>()).add(name + " " + verdict[1]);
        }
      }
    }
    Path report = Path.of("target", "node-cases.txt");
    StringBuilder text = new StringBuilder();
    table.forEach((verdict, names) -> text.append(verdict + " " + names.size() + "\n"));
    table.forEach((verdict, names) -> names.forEach(n -> text.append(verdict + " " + n + "\n")));
    Files.writeString(report, text);
    table.forEach((verdict, names) -> System.err.println(verdict + " " + names.size()));
  }

  private static String verdict(Path folder) {
    Graph graph;
    String kind;
    try (SourceModel source = new OnnxFrontend().open(folder.resolve("model.onnx"))) {
      graph = source.graph();
      List<String> hosts =
          graph.nodesOf(HostOp.class).stream().map(n -> ((HostOp) n.op()).type()).toList();
      kind = hosts.isEmpty() ? "canonical" : "host";
      Map<String, Tensor> inputs = new LinkedHashMap<>();
      Map<String, Tensor> expected = new LinkedHashMap<>();
      Path data = folder.resolve("test_data_set_0");
      for (int i = 0; i < graph.inputs().size(); i++) {
        Node input = graph.inputNodes().get(i);
        inputs.put(input.name(), tensor(data.resolve("input_" + i + ".pb")));
      }
      for (int i = 0; i < graph.outputs().size(); i++) {
        expected.put(graph.outputs().get(i).name(), tensor(data.resolve("output_" + i + ".pb")));
      }
      try (Executable ours = new OnnxBackend().compile(graph, Options.NONE, null)) {
        String difference = compare(expected, FixtureRoundTripTest.run(ours, inputs));
        if (difference.isEmpty()) {
          return kind + "-ok\n" + hosts;
        }
        return kind + "-WRONG" + originalToo(source, expected, inputs) + "\n" + difference;
      } catch (SpikezipException e) {
        return kind + "-FAILS" + originalToo(source, expected, inputs) + "\n" + e.getMessage();
      }
    } catch (SpikezipException e) {
      return "import-" + e.code() + "\n" + e.getMessage();
    } catch (IOException | RuntimeException | AssertionError e) {
      return "CRASH\n" + e;
    }
  }

  private static String originalToo(
      SourceModel source, Map<String, Tensor> expected, Map<String, Tensor> inputs) {
    try (Executable original = source.original(List.of()).get()) {
      return compare(expected, FixtureRoundTripTest.run(original, inputs)).isEmpty()
          ? ""
          : "-original-too";
    } catch (SpikezipException e) {
      return "-original-too";
    }
  }

  private static Tensor tensor(Path file) throws IOException {
    return new TensorReader(file).read(TensorProto.parseFrom(Files.readAllBytes(file)));
  }

  private static String compare(Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> e : expected.entrySet()) {
      Tensor a = e.getValue();
      Tensor b = found.get(e.getKey());
      if (b == null || !a.toString().equals(b.toString())) {
        return e.getKey() + ": " + a + " " + b;
      }
      if (!a.type().isFloat()) {
        if (!a.equals(b)) {
          return e.getKey() + ": values";
        }
        continue;
      }
      float[] x = a.floats();
      float[] y = b.floats();
      for (int i = 0; i < x.length; i++) {
        boolean close =
            Float.compare(x[i], y[i]) == 0
                || x[i] == y[i]
                || Math.abs(x[i] - y[i]) <= 2e-3 + 1e-3 * Math.abs(x[i]);
        if (!close) {
          return e.getKey() + "[" + i + "] " + x[i] + " " + y[i];
        }
      }
    }
    return "";
  }
}
