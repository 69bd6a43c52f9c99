package org.spikezip.pass.canonicalize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.UnaryKind;

/** What the pass says to people: a line for each rule that put blocks together, and what stays. */
final class Notes {
  private static final int MOST_NAMES = 4;

  private Notes() {}

  /**
   * The notes.
   *
   * @param reasons {@code rule: name}, as the rewriter gives them
   */
  static List<String> of(Graph graph, List<String> reasons) {
    Map<String, List<String>> byRule = new TreeMap<>();
    for (String reason : reasons) {
      int colon = reason.indexOf(": ");
      byRule
          .computeIfAbsent(reason.substring(0, colon), r -> new ArrayList<>())
          .add(reason.substring(colon + 2));
    }
    Map<String, List<String>> left = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv conv) {
        String why =
            conv.group() > 1
                ? "convolutions left as they are, since they have groups"
                : "convolutions left as they are, since weights or sizes are not constant";
        left.computeIfAbsent(why, w -> new ArrayList<>()).add(node.name());
      } else if (node.op() instanceof HostOp host) {
        String why = "host operators " + host.type();
        left.computeIfAbsent(why, w -> new ArrayList<>()).add(node.name());
      } else if (Patterns.unary(graph, node.output(), UnaryKind.IS_NAN).isPresent()) {
        String why = "guards against NaN kept, since a mask may hide a whole row";
        left.computeIfAbsent(why, w -> new ArrayList<>()).add(node.name());
      }
    }
    List<String> notes = new ArrayList<>();
    byRule.forEach((rule, names) -> notes.add(line(rule, names)));
    left.forEach((why, names) -> notes.add(line(why, names)));
    return notes;
  }

  private static String line(String what, List<String> names) {
    int more = names.size() - MOST_NAMES;
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
    return what + " (" + names.size() + "): " + shown + (more > 0 ? " and " + more + " more" : "");
  }
}
