package org.spikezip.ir.verify;

import java.util.List;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.Op;

/**
 * What a node says of its outputs agrees with what its operator infers from its inputs, and no
 * dimension is negative.
 */
final class RecordedFacts implements Checker {
  @Override
  public void check(Graph graph, Problems problems) {
    for (Node node : graph.nodes()) {
      if (node.outputs().stream()
          .anyMatch(f -> f.shape().dims().stream().anyMatch(d -> d.size() < 0))) {
        problems.add(node, "expected dimensions of 0 or more, found " + node.outputs());
      }
      List<Fact> inputs =
          node.inputs().stream().map(v -> v.isAbsent() ? Op.ABSENT : graph.fact(v)).toList();
      try {
        List<Fact> inferred = GraphBuilder.inferred(node.op(), inputs);
        if (!agree(node.outputs(), inferred)) {
          problems.add(node, "expected outputs " + inferred + ", found " + node.outputs());
        }
      } catch (SpikezipException e) {
        problems.add(node, e.getMessage());
      }
    }
  }

  private static boolean agree(List<Fact> recorded, List<Fact> inferred) {
    if (recorded.size() != inferred.size()) {
      return false;
    }
    for (int i = 0; i < recorded.size(); i++) {
      Fact fact = recorded.get(i);
      if (!fact.compatible(inferred.get(i)) || !fact.codes().equals(inferred.get(i).codes())) {
        return false;
      }
    }
    return true;
  }
}
