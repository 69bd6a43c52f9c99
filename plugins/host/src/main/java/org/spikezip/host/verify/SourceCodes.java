package org.spikezip.host.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * The codes S = q − z of the neurons whose quantizer the source has under the same name. The zero
 * point follows from the range: S_min is q at its lowest, which the metadata of the graph tell, or
 * which is the smallest number of q's type. Floats of which nothing is told are codes as they are.
 */
final class SourceCodes {
  /** Metadata: the number of the source that the smallest code of a neuron is. */
  private static final String LOWEST = "source.lowest.";

  private SourceCodes() {}

  /**
   * The codes of one sample.
   *
   * @param values what the source made, by name
   * @param dense tells the shapes
   * @return by the id of the neuron's node
   */
  static Map<Integer, Tensor> of(Graph graph, Map<String, Tensor> values, Evaluation dense) {
    Map<Integer, Tensor> codes = new HashMap<>();
    for (Node node : graph.nodesOf(Neuron.class)) {
      Tensor q = values.get(node.name());
      boolean same = q != null && Arrays.equals(q.dims(), dense.value(node.output()).dims());
      if (same) {
        Neuron neuron = (Neuron) node.op();
        String told = graph.metadata().get(LOWEST + node.name());
        Optional<Long> lowest =
            told == null ? lowest(neuron, q.type()) : Optional.of(Long.parseLong(told));
        Tensor least = dense.value(node.input(2));
        lowest
            .map(l -> shifted(q, l, least))
            .or(() -> whole(neuron, q))
            .ifPresent(c -> codes.put(node.id(), c));
      }
    }
    return codes;
  }

  /** Floats that are the codes themselves; empty if one is none. */
  private static Optional<Tensor> whole(Neuron neuron, Tensor q) {
    if (q.type() != ElementType.F32) {
      return Optional.empty();
    }
    float[] numbers = q.floats();
    int[] codes = new int[numbers.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (int) numbers[i];
      if (codes[i] != numbers[i] || codes[i] < neuron.min() || codes[i] > neuron.max()) {
        return Optional.empty();
      }
    }
    return Optional.of(Tensor.of(codes, q.dims()));
  }

  /** Empty if the neuron does not use the whole range of the type. */
  private static Optional<Long> lowest(Neuron neuron, ElementType type) {
    if (!type.isInteger() || type.bits() > 16) {
      return Optional.empty();
    }
    boolean signed = type == ElementType.I4 || type == ElementType.I8 || type == ElementType.I16;
    long span = (1L << type.bits()) - 1;
    return (long) neuron.max() - neuron.min() == span
        ? Optional.of(signed ? -(1L << (type.bits() - 1)) : 0)
        : Optional.empty();
  }

  /** q − lowest + S_min, which may differ from channel to channel. */
  private static Tensor shifted(Tensor q, long lowest, Tensor least) {
    int[] codes = new int[q.size()];
    int[] minima = least.ints();
    float[] floats = q.type().isFloat() ? q.floats() : new float[0];
    long[] longs = q.type().isFloat() ? new long[0] : q.longs();
    for (int i = 0; i < codes.length; i++) {
      long number = q.type().isFloat() ? (long) floats[i] : longs[i];
      codes[i] = Math.toIntExact(number - lowest + minima[Broadcast.index(q.dims(), i, least)]);
    }
    return Tensor.of(codes, q.dims());
  }
}
