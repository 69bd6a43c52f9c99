package org.spikezip.backend.nir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.OpClass;

/** Why nodes cannot be said in NIR; those with one reason stand together. */
final class Reasons {
  private final Map<String, List<Node>> nodes = new LinkedHashMap<>();

  void add(Node node, String why) {
    nodes.computeIfAbsent(why, key -> new ArrayList<>()).add(node);
  }

  List<String> list() {
    return nodes.entrySet().stream().map(e -> text(e.getKey(), e.getValue())).toList();
  }

  private static String text(String why, List<Node> of) {
    Map<String, Long> counts =
        of.stream()
            .collect(
                Collectors.groupingBy(n -> n.op().name(), TreeMap::new, Collectors.counting()));
    String operators =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return why + " (" + operators + ", as " + of.get(0).describe() + ")";
  }

  /** Why there is nothing in NIR for an operator of a class. */
  static String whyNot(OpClass kind) {
    return switch (kind) {
      case BILINEAR -> "no product of two values that spike";
      case SUM -> "no sum or product of floats that is rounded as ours, so that codes would differ";
      case ROUTE -> "no node that moves values";
      case STATIC -> "no look-ups, masks and shapes, which are evaluated once from the input";
      case HOST -> "no operators of the host";
      default -> "no such function";
    };
  }
}
