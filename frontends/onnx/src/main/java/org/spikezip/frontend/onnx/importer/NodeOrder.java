package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Puts nodes in an order in which every value is made before it is used, as given if that is one.
 */
final class NodeOrder {
  private NodeOrder() {}

  /**
   * Sorts.
   *
   * @param known names that are there before any node: inputs and initializers
   * @throws SpikezipException MALFORMED if a value is made twice, by nothing, or from itself
   */
  static List<NodeProto> sorted(GraphProto graph, Predicate<String> known) {
    List<NodeProto> nodes = graph.getNodeList();
    Map<String, Integer> makers = makers(nodes, known);
    List<List<Integer>> users = new ArrayList<>();
    int[] waiting = new int[nodes.size()];
    nodes.forEach(node -> users.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : needs(nodes.get(i))) {
        Integer maker = makers.get(input);
        if (maker != null) {
          users.get(maker).add(i);
          waiting[i]++;
        } else if (!known.test(input)) {
          throw new SpikezipException(
              ErrorCode.MALFORMED,
              GraphImporter.describe(nodes.get(i)) + " takes '" + input + "', which nothing makes",
              "the model is damaged: export it again");
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<NodeProto> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      order.add(nodes.get(next));
      for (int user : users.get(next)) {
        if (--waiting[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (order.size() < nodes.size()) {
      throw cycle(nodes, waiting);
    }
    return order;
  }

  private static Set<String> needs(NodeProto node) {
    Set<String> names = new HashSet<>(node.getInputList());
    names.addAll(Captures.of(node));
    names.remove("");
    return names;
  }

  private static Map<String, Integer> makers(List<NodeProto> nodes, Predicate<String> known) {
    Map<String, Integer> makers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        if (output.isEmpty()) {
          continue;
        }
        if (known.test(output) || makers.put(output, i) != null) {
          throw new SpikezipException(
              ErrorCode.MALFORMED,
              GraphImporter.describe(nodes.get(i))
                  + " makes '"
                  + output
                  + "', which exists already",
              "give every output of every node its own name");
        }
      }
    }
    return makers;
  }

  private static SpikezipException cycle(List<NodeProto> nodes, int[] waiting) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < waiting.length && left.size() < 4; i++) {
      if (waiting[i] > 0) {
        left.add(GraphImporter.describe(nodes.get(i)));
      }
    }
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "values depend on themselves, in or after " + String.join(", ", left),
        "the model is damaged: export it again");
  }
}
