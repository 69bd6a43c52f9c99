package org.spikezip.pass.quantize;

import java.util.LinkedHashSet;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;

/**
 * Cuts a graph into segments at some of its nodes: a segment holds what lies behind as many cuts.
 * Values that a later segment takes are its frontier; with them it can be evaluated alone.
 */
final class Segments {
  private final Graph graph;
  private final Constants constants;
  private final int[] levels;
  private int last;

  /**
   * Cuts.
   *
   * @param cuts ids of nodes that begin a segment
   * @param cutAfter whether these nodes belong to the segment that they end, not to the next
   */
  Segments(Graph graph, Constants constants, Set<Integer> cuts, boolean cutAfter) {
    this.graph = graph;
    this.constants = constants;
    int[] depths = new int[graph.nodes().size()];
    levels = new int[depths.length];
    for (Node node : graph.nodes()) {
      int depth = 0;
      for (Value input : node.inputs()) {
        depth = input.isAbsent() ? depth : Math.max(depth, depths[input.node()]);
      }
      boolean cut = cuts.contains(node.id());
      depths[node.id()] = depth + (cut ? 1 : 0);
      levels[node.id()] = cut && cutAfter ? depth : depths[node.id()];
      last = Math.max(last, depths[node.id()]);
    }
  }

  /** The number of segments. */
  int count() {
    return last + 1;
  }

  /** The segment of a value. */
  int of(Value value) {
    return levels[value.node()];
  }

  /** What later segments, or the user of the graph, need of this one and those before. */
  Set<Value> frontier(int segment) {
    Set<Value> frontier = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (levels[node.id()] > segment) {
        node.inputs().stream().filter(v -> isMade(v, segment)).forEach(frontier::add);
      }
    }
    for (GraphOutput output : graph.outputs()) {
      if (isMade(output.value(), segment)) {
        frontier.add(output.value());
      }
    }
    return frontier;
  }

  /** The inputs of the graph: what there is before the first segment. */
  Set<Value> start() {
    Set<Value> start = new LinkedHashSet<>();
    graph.inputNodes().forEach(node -> start.add(node.output()));
    return start;
  }

  private boolean isMade(Value value, int segment) {
    return !constants.is(value)
        && levels[value.node()] <= segment
        && !(graph.node(value).op() instanceof Input && segment < 0);
  }
}
