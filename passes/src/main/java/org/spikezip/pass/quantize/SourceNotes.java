package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.MatMul;

/**
 * What the user should know about the quantization that a model brings along, and about what it
 * leaves float.
 *
 * @param lines a sentence each
 * @param leftFloat how many products of signals stay float
 */
record SourceNotes(List<String> lines, int leftFloat) {
  private static final int MOST_NAMES = 4;

  SourceNotes {
    lines = List.copyOf(lines);
  }

  /**
   * Tells it.
   *
   * @param possible what could be quantized
   * @param chosen what is
   */
  static SourceNotes of(
      Graph graph, Constants constants, Placement possible, Placement chosen, SourceRewrite found) {
    List<String> lines = new ArrayList<>(found.notes());
    lines.addAll(possible.leftFloat());
    Set<Integer> placed = new HashSet<>();
    chosen.products().forEach(p -> placed.add(p.node().id()));
    List<Node> open =
        possible.products().stream()
            .map(Product::node)
            .filter(n -> !placed.contains(n.id()))
            .toList();
    if (found.any() && !open.isEmpty()) {
      found.leftFloat().forEach(lines::add);
      lines.add(
          open.size()
              + (open.size() == 1 ? " product is" : " products are")
              + " float in the source ("
              + names(open)
              + "), computed in float whenever an input changes; --complete calibrates "
              + (open.size() == 1 ? "it" : "them"));
    }
    weights(graph, constants, chosen, lines);
    return new SourceNotes(lines, open.size() + possible.leftFloat().size());
  }

  /** How many products have weights that are dequantized constants. */
  static int quantizedWeights(Graph graph, Constants constants) {
    QdqWeights quantized = new QdqWeights(graph, constants);
    return (int) graph.nodesOf(MatMul.class).stream().filter(n -> quantized.is(n.input(1))).count();
  }

  private static String names(List<Node> nodes) {
    String names =
        String.join(
            ", ", nodes.stream().limit(MOST_NAMES).map(n -> "\"" + n.name() + "\"").toList());
    return nodes.size() > MOST_NAMES ? names + ", …" : names;
  }

  /** What becomes of weights that are quantized where activations are not. */
  private static void weights(
      Graph graph, Constants constants, Placement chosen, List<String> lines) {
    QdqWeights quantized = new QdqWeights(graph, constants);
    long kept =
        chosen.products().stream().filter(Product.WithKeptWeights.class::isInstance).count();
    long rounded =
        chosen.products().stream()
            .filter(Product.WithWeights.class::isInstance)
            .filter(p -> quantized.is(p.node().input(1)))
            .count();
    if (kept > 0) {
      lines.add("quantized weights of " + kept + " products stay the integers that they are");
    }
    if (rounded > 0) {
      lines.add(
          "quantized weights of "
              + rounded
              + " products are rounded again, with the thresholds of channels folded in;"
              + " --granularity tensor keeps those with one scale a column");
    }
  }
}
