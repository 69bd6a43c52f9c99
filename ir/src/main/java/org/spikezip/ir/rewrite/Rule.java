package org.spikezip.ir.rewrite;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;

/** A small change to the graph around one node. Stateless. */
public interface Rule {
  /** The name in reports, such as {@code fuse-layer-norm}. */
  String name();

  /**
   * What to do at this node, if anything.
   *
   * @param graph the graph
   * @param uses who uses each of its values
   * @param node the node to look at: the last one of the pattern
   */
  Optional<GraphPatch> apply(Graph graph, Uses uses, Node node);
}
