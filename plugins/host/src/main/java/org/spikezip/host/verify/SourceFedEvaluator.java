package org.spikezip.host.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Input;

/**
 * Evaluates the quantized network with every neuron's code replaced by the source's, once computed:
 * so each layer shows only the differences that arise in itself.
 */
final class SourceFedEvaluator {
  /** Relative distance to a tie within which two runtimes may round differently. */
  private static final double TIE_TOLERANCE = 1e-5;

  /**
   * Codes that differ.
   *
   * @param all how many
   * @param ties those of them that lie at a tie and are off by one
   * @param farthest the largest |x/θ − tie| of those ties
   */
  record Differences(long all, long ties, double farthest) {
    static final Differences NONE = new Differences(0, 0, 0);

    Differences plus(Differences other) {
      return new Differences(
          all + other.all, ties + other.ties, Math.max(farthest, other.farthest));
    }
  }

  private final Graph graph;
  private final ReferenceEvaluator evaluator;

  SourceFedEvaluator(Graph graph, HostOps hostOps) {
    this.graph = graph;
    this.evaluator = new ReferenceEvaluator(hostOps);
  }

  /**
   * The differences of one sample.
   *
   * @param codes the source's, by the id of the neuron's node
   */
  Differences differences(Map<String, Tensor> inputs, Map<Integer, Tensor> codes) {
    Differences total = Differences.NONE;
    Map<Value, Tensor> values = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Tensor> operands = new ArrayList<>();
      for (Value input : node.inputs()) {
        operands.add(input.isAbsent() ? HostOps.ABSENT : values.get(input));
      }
      List<Tensor> made =
          node.op() instanceof Input
              ? List.of(inputs.get(node.name()))
              : evaluator.evaluate(node.op(), operands);
      Tensor source = codes.get(node.id());
      if (source != null) {
        total = total.plus(compare(source.ints(), made.get(0).ints(), operands));
        made = List.of(source);
      }
      for (int slot = 0; slot < made.size(); slot++) {
        values.put(node.output(slot), made.get(slot));
      }
    }
    return total;
  }

  private static Differences compare(int[] source, int[] ours, List<Tensor> operands) {
    int[] dims = operands.get(0).dims();
    float[] x = operands.get(0).floats();
    float[] thresholds = operands.get(1).floats();
    long all = 0;
    long ties = 0;
    double farthest = 0;
    for (int i = 0; i < source.length; i++) {
      if (source[i] != ours[i]) {
        float threshold = thresholds[Broadcast.index(dims, i, operands.get(1))];
        all++;
        if (Math.abs(source[i] - ours[i]) == 1 && isTie(x[i], threshold)) {
          ties++;
          farthest = Math.max(farthest, distance((double) x[i] / threshold));
        }
      }
    }
    return new Differences(all, ties, farthest);
  }

  /** Whether |x/θ − (n+½)| ≤ 1e-5·max(1, |x/θ|) for a whole number n. */
  static boolean isTie(float x, float threshold) {
    double quotient = (double) x / threshold;
    return distance(quotient) <= TIE_TOLERANCE * Math.max(1, Math.abs(quotient));
  }

  /** From the nearest tie. */
  private static double distance(double quotient) {
    return Math.abs(quotient - 0.5 - Math.rint(quotient - 0.5));
  }
}
