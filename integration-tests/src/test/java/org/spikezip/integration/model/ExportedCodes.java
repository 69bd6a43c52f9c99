package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** Compares an exported network, as ONNX Runtime runs it, with the quantized network. */
final class ExportedCodes {
  /** A form of export, its file, and what the codes of node ID are called in its outputs. */
  enum Form {
    LOOP("loop", "snn.onnx", "code."),
    STEP("step", "step.onnx", "next."),
    QDQ("qdq", "qann.onnx", "code.");

    private final String option;
    private final String file;
    private final String codes;

    Form(String option, String file, String codes) {
      this.option = option;
      this.file = file;
      this.codes = codes;
    }
  }

  private final Graph graph;
  private final Form form;
  private long codes;
  private long differentCodes;
  private long outputs;
  private long differentOutputs;

  private ExportedCodes(Graph graph, Form form) {
    this.graph = graph;
    this.form = form;
  }

  /**
   * Exports with wavefront:1 and spikes up to 16, runs to rest, and asserts equal codes and output
   * bits; where floats are left to the runtime, one code in a thousand may differ.
   *
   * @param most how many samples, from the first
   */
  static void check(
      String name,
      Spikezip spikezip,
      Graph graph,
      Samples samples,
      int most,
      Form form,
      Path folder) {
    Options options =
        Options.of(Map.of("form", form.option, "schedule", "wavefront:1", "max-spike", "16"));
    Exported exported = spikezip.export(graph, "onnx", folder, options);
    assertTrue(exported.files().contains(folder.resolve(form.file)));
    ReferenceEvaluator reference = new ReferenceEvaluator(spikezip.hostOps());
    ExportedCodes found = new ExportedCodes(graph, form);
    try (SourceModel source = spikezip.openModel(folder.resolve(form.file));
        Executable runtime = source.original(List.of()).orElseThrow()) {
      for (int i = 0; i < Math.min(most, samples.size()); i++) {
        Map<String, Tensor> inputs = new HashMap<>(samples.get(i));
        Evaluation expected = reference.evaluate(graph, inputs);
        if (form == Form.STEP) {
          inputs.putAll(start(spikezip, folder));
        }
        found.add(expected, run(runtime, inputs));
      }
    }
    found.judge(name, exported);
  }

  private static Map<String, Tensor> start(Spikezip spikezip, Path folder) {
    try (SourceModel source = spikezip.openModel(folder.resolve("init.onnx"));
        Executable runtime = source.original(List.of()).orElseThrow()) {
      return runtime.run(Map.of(), RunOptions.DEFAULT, RunListener.NONE).outputs();
    }
  }

  /** What the model gives at rest; a step is repeated until then. */
  private static Map<String, Tensor> run(Executable runtime, Map<String, Tensor> inputs) {
    while (true) {
      Map<String, Tensor> made =
          runtime.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
      if (!made.containsKey("at_rest") || made.get("at_rest").longs()[0] != 0) {
        return made;
      }
      made.forEach(
          (name, value) -> {
            if (name.startsWith("next.")) {
              inputs.put("state." + name.substring("next.".length()), value);
            }
          });
    }
  }

  private void add(Evaluation expected, Map<String, Tensor> found) {
    for (Node neuron : graph.nodesOf(Neuron.class)) {
      int[] a = expected.value(neuron.output()).ints();
      int[] b = found.get(form.codes + neuron.id()).ints();
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

  private void judge(String name, Exported exported) {
    System.out.printf(
        "%-24s %s: %d codes, %d differ; %d outputs, %d differ; %s%n",
        name, form.option, codes, differentCodes, outputs, differentOutputs, exported.notes());
    assertTrue(codes > 0);
    if (exported.notes().get(0).startsWith("every float")) {
      assertEquals(0, differentCodes);
      assertEquals(0, differentOutputs);
    } else {
      assertTrue(differentCodes <= 1e-3 * codes);
    }
  }
}
