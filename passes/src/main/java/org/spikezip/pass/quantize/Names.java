package org.spikezip.pass.quantize;

import java.util.HashSet;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;

/** Names for new nodes: those of the values they stand for, each given once. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  Names(Graph graph) {
    graph.nodes().forEach(node -> taken.add(node.name()));
  }

  /** A name that no node has yet: the stem, or the stem and a number. */
  String fresh(String stem) {
    String name = stem;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "." + i;
    }
    return name;
  }

  /** The name of a value: its node's, with the slot where there are several. */
  static String of(Graph graph, Value value) {
    Node node = graph.node(value);
    return node.outputs().size() == 1 ? node.name() : node.name() + "#" + value.slot();
  }
}
