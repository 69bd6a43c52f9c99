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
 * point of integers follows from the range: S_min is the smallest number of q's type. Floats are
 * codes as they are.
 */
final class SourceCodes {
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
        codes((Neuron) node.op(), q).ifPresent(c -> codes.put(node.id(), c));
      }
    }
    return codes;
  }

  private static Optional<Tensor> codes(Neuron neuron, Tensor q) {
    return q.type() == ElementType.F32
        ? whole(neuron, q)
        : zeroPoint(neuron, q.type()).map(z -> shifted(q, z));
  }

  /** Floats that are the codes themselves, as fake quantization has them; empty if one is none. */
  private static Optional<Tensor> whole(Neuron neuron, Tensor q) {
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
  private static Optional<Long> zeroPoint(Neuron neuron, ElementType type) {
    if (!type.isInteger() || type.bits() > 16) {
      return Optional.empty();
    }
    boolean signed = type == ElementType.I4 || type == ElementType.I8 || type == ElementType.I16;
    long span = (1L << type.bits()) - 1;
    long smallest = signed ? -(1L << (type.bits() - 1)) : 0;
    return (long) neuron.max() - neuron.min() == span
        ? Optional.of(smallest - neuron.min())
        : Optional.empty();
  }

  private static Tensor shifted(Tensor q, long zeroPoint) {
    return Tensor.of(
        Arrays.stream(q.longs()).mapToInt(v -> Math.toIntExact(v - zeroPoint)).toArray(), q.dims());
  }
}
