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
import org.spikezip.ir.op.Neuron;

/**
 * Evaluates the quantized network with every neuron's code replaced by the source's, once computed:
 * so each layer shows only the differences that arise in itself.
 */
final class SourceFedEvaluator {
  /** How near to a tie two runtimes may round differently, in units of θ. */
  private static final double TIE_TOLERANCE = 1e-5;

  /** The same as a share of the range of the codes: four roundings of its largest number. */
  private static final double TIE_TOLERANCE_OF_RANGE = 0x1p-22;

  /**
   * Codes that differ.
   *
   * @param all how many
   * @param ties those of them that are off by one, with x/θ at the tie between the two
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
        double tolerance = tolerance((Neuron) node.op());
        total = total.plus(compare(source.ints(), made.get(0).ints(), operands, tolerance));
        made = List.of(source);
      }
      for (int slot = 0; slot < made.size(); slot++) {
        values.put(node.output(slot), made.get(slot));
      }
    }
    return total;
  }

  private static Differences compare(
      int[] source, int[] ours, List<Tensor> operands, double tolerance) {
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
        double distance = distance((double) x[i] / threshold, source[i], ours[i]);
        if (Math.abs(source[i] - ours[i]) == 1 && distance <= tolerance) {
          ties++;
          farthest = Math.max(farthest, distance);
        }
      }
    }
    return new Differences(all, ties, farthest);
  }

  /**
   * How far from a tie x/θ may lie and still be rounded either way: 1e-5, and for codes of more
   * than 5 bits what 24-bit floats resolve of their range. Larger numbers than x itself may have
   * met on the way to it, so the range counts and not |x|.
   */
  static double tolerance(Neuron neuron) {
    double range = (double) neuron.max() - neuron.min();
    return Math.max(TIE_TOLERANCE, TIE_TOLERANCE_OF_RANGE * range);
  }

  /** From the middle between two codes; for neighbours this is the tie between them. */
  static double distance(double quotient, int one, int other) {
    return Math.abs(quotient - (one + 0.5 * (other - one)));
  }
}
