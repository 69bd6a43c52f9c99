package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;

/**
 * The values that the subgraphs of a node (the branches of If, the bodies of Loop and Scan) take
 * from outside. A host operator has them as inputs after its own, in this order.
 */
public final class Captures {
  private Captures() {}

  /** Names in the order of their first use, each once; without the node's own inputs. */
  public static List<String> of(NodeProto node) {
    Set<String> free = new LinkedHashSet<>();
    subgraphs(node).forEach(graph -> collect(graph, new HashSet<>(), free));
    return List.copyOf(free);
  }

  /** The graphs among a node's attributes. */
  static List<GraphProto> subgraphs(NodeProto node) {
    List<GraphProto> graphs = new ArrayList<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        graphs.add(attribute.getG());
      }
      graphs.addAll(attribute.getGraphsList());
    }
    return graphs;
  }

  private static void collect(GraphProto graph, Set<String> outer, Set<String> free) {
    Set<String> bound = new HashSet<>(outer);
    graph.getInputList().forEach(i -> bound.add(i.getName()));
    graph.getInitializerList().forEach(i -> bound.add(i.getName()));
    graph.getNodeList().forEach(n -> bound.addAll(n.getOutputList()));
    for (NodeProto node : graph.getNodeList()) {
      node.getInputList().stream()
          .filter(i -> !i.isEmpty() && !bound.contains(i))
          .forEach(free::add);
      subgraphs(node).forEach(inner -> collect(inner, bound, free));
    }
    graph.getOutputList().stream()
        .map(o -> o.getName())
        .filter(o -> !bound.contains(o))
        .forEach(free::add);
  }
}
