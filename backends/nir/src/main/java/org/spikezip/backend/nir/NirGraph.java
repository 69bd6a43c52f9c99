package org.spikezip.backend.nir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A NIR graph in the making: the primitives that we use of it. An edge hands values on as they are;
 * values of several edges into a node add up.
 */
final class NirGraph {
  private final Map<String, NirNode> nodes = new LinkedHashMap<>();
  private final List<List<String>> edges = new ArrayList<>();

  Map<String, NirNode> nodes() {
    return Collections.unmodifiableMap(nodes);
  }

  /** Pairs of names, from and to. */
  List<List<String>> edges() {
    return Collections.unmodifiableList(edges);
  }

  void edge(String from, String to) {
    edges.add(List.of(from, to));
  }

  String input(String name, String about, long... shape) {
    return add(name, "Input", about, Map.of("shape", shape));
  }

  String output(String name, String about, long... shape) {
    return add(name, "Output", about, Map.of("shape", shape));
  }

  /** All axes of the input in a row. */
  String flatten(String name, String about, long... shape) {
    return add(
        name, "Flatten", about, Map.of("start_dim", 0L, "end_dim", -1L, "input_type", shape));
  }

  /**
   * Weights times the input, plus a bias.
   *
   * @param weight {@code [out][in]}
   */
  String affine(String name, String about, float[][] weight, float[] bias) {
    return add(name, "Affine", about, Map.of("weight", weight, "bias", bias));
  }

  /**
   * Weights times the input.
   *
   * @param weight {@code [out][in]}
   */
  String linear(String name, String about, float[][] weight) {
    return add(name, "Linear", about, Map.of("weight", weight));
  }

  /** 1 where the input is above the threshold, else 0. */
  String threshold(String name, String about, float[] threshold) {
    return add(name, "Threshold", about, Map.of("threshold", threshold));
  }

  String scale(String name, String about, float[] factors) {
    return add(name, "Scale", about, Map.of("scale", factors));
  }

  /** These numbers, whatever the node before carries, as long as it is above minus infinity. */
  String numbers(String name, String about, String before, float[] values) {
    float[] all = new float[values.length];
    Arrays.fill(all, Float.NEGATIVE_INFINITY);
    String ones = threshold(name + ".one", "", all);
    edge(before, ones);
    String made = scale(name, about, values);
    edge(ones, made);
    return made;
  }

  /** Takes inputs away that nothing reads. */
  void dropIdleInputs() {
    nodes
        .entrySet()
        .removeIf(
            e ->
                e.getValue().type().equals("Input")
                    && edges.stream().noneMatch(edge -> edge.get(0).equals(e.getKey())));
  }

  private String add(String wanted, String type, String about, Map<String, Object> parameters) {
    String name = wanted.replace('/', '.');
    while (nodes.containsKey(name)) {
      name += "'";
    }
    nodes.put(name, new NirNode(type, new TreeMap<>(parameters), about));
    return name;
  }
}
