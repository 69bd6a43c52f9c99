package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** Every fixture as ONNX files in ONNX Runtime: the codes and the output bits of its QANN. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private final Workbench workbench = new Workbench();
  @TempDir private Path folder;

  @AfterAll
  void close() {
    workbench.close();
  }

  @TestFactory
  Stream<DynamicTest> runsInOnnxRuntime() {
    return ModelCase.all().stream()
        .flatMap(
            model ->
                Stream.of(Map.entry("loop", "snn.onnx"), Map.entry("qdq", "qann.onnx"))
                    .map(
                        form ->
                            dynamicTest(
                                model.name() + " " + form.getKey(),
                                () -> check(model, form.getKey(), form.getValue()))));
  }

  private void check(ModelCase model, String form, String file) {
    Graph graph = workbench.compiled(model).graph();
    Options options =
        Options.of(Map.of("form", form, "schedule", "wavefront:1", "max-spike", "16"));
    Path target = folder.resolve(model.name());
    Exported exported = workbench.spikezip().export(graph, "onnx", target, options);
    assertEquals(List.of(target.resolve(file)), exported.files());
    Samples samples = model.samples().apply(graph);
    ReferenceEvaluator reference = new ReferenceEvaluator(workbench.spikezip().hostOps());
    Differences found = new Differences();
    try (SourceModel source = workbench.spikezip().openModel(target.resolve(file));
        Executable runtime = source.original(List.of()).orElseThrow()) {
      for (int i = 0; i < Math.min(2, samples.size()); i++) {
        Map<String, Tensor> inputs = samples.get(i);
        Evaluation expected = reference.evaluate(graph, inputs);
        found.add(
            graph, expected, runtime.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs());
      }
    }
    System.out.printf(
        "%-24s %s: %d codes, %d differ; %d outputs, %d differ; %s%n",
        model.name(),
        form,
        found.codes,
        found.differentCodes,
        found.outputs,
        found.differentOutputs,
        exported.notes());
    assertTrue(found.codes > 0);
    if (exported.notes().get(0).startsWith("every float")) {
      assertEquals(0, found.differentCodes);
      assertEquals(0, found.differentOutputs);
    } else {
      assertTrue(found.differentCodes <= 1e-3 * found.codes);
    }
  }

  /** Counted over samples. */
  private static final class Differences {
    private long codes;
    private long differentCodes;
    private long outputs;
    private long differentOutputs;

    void add(Graph graph, Evaluation expected, Map<String, Tensor> found) {
      for (Node neuron : graph.nodesOf(Neuron.class)) {
        int[] a = expected.value(neuron.output()).ints();
        int[] b = found.get("code." + neuron.id()).ints();
        assertEquals(a.length, b.length, neuron.describe());
        codes += a.length;
        for (int i = 0; i < a.length; i++) {
          differentCodes += a[i] == b[i] ? 0 : 1;
        }
      }
      expected.outputs().forEach((name, y) -> compare(y, found.get(name)));
    }

    private void compare(Tensor y, Tensor other) {
      assertEquals(y.fact(), other.fact());
      float[] a = y.floats();
      float[] b = other.floats();
      outputs += a.length;
      for (int i = 0; i < a.length; i++) {
        differentOutputs += Float.floatToIntBits(a[i]) == Float.floatToIntBits(b[i]) ? 0 : 1;
      }
    }
  }
}
