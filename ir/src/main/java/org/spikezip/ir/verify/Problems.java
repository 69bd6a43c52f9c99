package org.spikezip.ir.verify;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Node;

/** What checkers found: the first 20, and how many there are. */
final class Problems {
  private static final int MOST_LISTED = 20;

  private final List<String> listed = new ArrayList<>();
  private int count;

  void add(Node node, String expectedAndFound) {
    add(node.describe() + ": " + expectedAndFound);
  }

  void add(String problem) {
    count++;
    if (count <= MOST_LISTED) {
      listed.add(problem);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** One line each, indented, after a line end. */
  String text() {
    String more = count > MOST_LISTED ? "\n  … and " + (count - MOST_LISTED) + " more" : "";
    return "\n  " + String.join("\n  ", listed) + more;
  }
}
