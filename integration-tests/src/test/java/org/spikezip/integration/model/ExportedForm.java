package org.spikezip.integration.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Softmax;

/**
 * A fixture as one exporter writes it, and what must be left of it in canonical operators.
 *
 * @param name file name without its ending, within {@code exported}
 * @param norms how many layer_norm, all of this epsilon
 * @param activation {@code gelu} or {@code gelu_tanh}
 * @param activations how many of them
 * @param softmaxes how many softmax
 * @param axis of all of them, counted from the end
 * @param hosts how many operators are left to the host
 */
record ExportedForm(
    String name,
    int norms,
    float epsilon,
    String activation,
    int activations,
    int softmaxes,
    int axis,
    int hosts) {
  ExportedForm(
      String name, int norms, float epsilon, String activation, int activations, int softmaxes) {
    this(name, norms, epsilon, activation, activations, softmaxes, -1, 0);
  }

  /** Every fixture of an exporter. */
  static List<ExportedForm> all() {
    return List.of(
        new ExportedForm("block-opset11", 1, 1e-3f, "gelu", 1, 1),
        // This exporter turns the axes, so that softmax is over the last one.
        new ExportedForm("block-opset11-columns", 1, 1e-5f, "gelu_tanh", 1, 1),
        new ExportedForm("block-opset14-tanh", 1, 1e-12f, "gelu_tanh", 1, 1),
        new ExportedForm("block-opset17", 1, 1e-3f, "gelu", 1, 1),
        new ExportedForm("block-opset17-columns", 1, 1e-5f, "gelu_tanh", 1, 1, -2, 0),
        new ExportedForm("block-dynamo18", 1, 1e-12f, "gelu_tanh", 1, 1),
        new ExportedForm("block-dynamo20", 1, 1e-3f, "gelu", 1, 1),
        new ExportedForm("block-dynamo20-tanh", 1, 1e-5f, "gelu_tanh", 1, 1),
        new ExportedForm("block-dynamo23", 1, 1e-3f, "gelu_tanh", 1, 1),
        new ExportedForm("block-fused-tanh", 1, 1e-12f, "gelu_tanh", 1, 1),
        new ExportedForm("distilbert-legacy", 3, 1e-12f, "gelu", 1, 1),
        // Its positions are counted by CumSum and taken by GatherND.
        new ExportedForm("roberta-dynamo", 3, 1e-3f, "gelu", 1, 1, -1, 2),
        new ExportedForm("gpt2-legacy", 3, 1e-3f, "gelu_tanh", 1, 1),
        new ExportedForm("gpt2-fused", 3, 1e-3f, "gelu_tanh", 1, 1),
        new ExportedForm("vit-dynamo", 3, 1e-12f, "gelu", 1, 1),
        new ExportedForm("vit-fused", 3, 1e-12f, "gelu", 1, 1),
        new ExportedForm("encoder-fused", 5, 1e-3f, "gelu", 2, 2),
        new ExportedForm("encoder-fused-mha", 5, 1e-3f, "gelu", 2, 2));
  }

  Path model() {
    return Repository.fixture("exported/" + name + ".onnx");
  }

  /** The operators that must be there, with how many. */
  SortedMap<String, Integer> expected() {
    SortedMap<String, Integer> expected = new TreeMap<>();
    expected.put("layer_norm epsilon=" + epsilon, norms);
    expected.put(activation, activations);
    expected.put("softmax axis=" + axis, softmaxes);
    if (hosts > 0) {
      expected.put("host", hosts);
    }
    return expected;
  }

  /** The operators of these kinds that a graph has, and those of the host. */
  static SortedMap<String, Integer> found(Graph graph) {
    SortedMap<String, Integer> found = new TreeMap<>();
    for (Node node : graph.nodes()) {
      String name = node.op().name();
      if (node.op() instanceof LayerNorm norm) {
        found.merge(name + " epsilon=" + norm.epsilon(), 1, Integer::sum);
      } else if (node.op() instanceof Softmax softmax) {
        int rank = node.fact().shape().rank();
        int axis = softmax.axis() < 0 ? softmax.axis() : softmax.axis() - rank;
        found.merge(name + " axis=" + axis, 1, Integer::sum);
      } else if (Set.of("gelu", "gelu_tanh", "erf", "tanh", "host").contains(name)) {
        found.merge(name, 1, Integer::sum);
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
