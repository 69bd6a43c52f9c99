package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.rewrite.GraphPatch;

/** Writes integer weights {@code [K,N]} as dequantize_linear, one scale or one a column. */
final class DequantizedWeights {
  private DequantizedWeights() {}

  /**
   * Adds them.
   *
   * @param zeros integers, or absent
   * @return empty if not all are constant, or of other shapes
   */
  static Optional<Value> add(
      Graph graph,
      GraphPatch.Builder patch,
      String name,
      Value weights,
      Value scales,
      Value zeros) {
    Optional<Tensor> q = graph.constant(weights).filter(t -> t.rank() == 2);
    Optional<Tensor> scale =
        graph.constant(scales).filter(t -> t.type() == ElementType.F32 && fits(q, t));
    Optional<Tensor> zero =
        zeros.isAbsent()
            ? q.map(t -> Tensor.ofLongs(t.type(), new long[1]))
            : graph.constant(zeros).filter(t -> fits(q, t));
    if (q.isEmpty() || scale.isEmpty() || zero.isEmpty()) {
      return Optional.empty();
    }
    int count = Math.max(scale.get().size(), zero.get().size());
    int[] dims = count == 1 ? new int[0] : new int[] {count};
    float[] one = scale.get().floats();
    float[] floats = Arrays.copyOf(one, count);
    long[] first = zero.get().longs();
    long[] longs = Arrays.copyOf(first, count);
    for (int j = 0; j < count; j++) {
      floats[j] = one[one.length == 1 ? 0 : j];
      longs[j] = first[first.length == 1 ? 0 : j];
    }
    Value columns = patch.constant(name + ".scales", Tensor.of(floats, dims));
    Value points = patch.constant(name + ".zeros", Tensor.ofLongs(q.get().type(), longs, dims));
    return Optional.of(
        patch.add(name + ".weights", new DequantizeLinear(1, 0), weights, columns, points));
  }

  private static boolean fits(Optional<Tensor> weights, Tensor parameter) {
    return weights.isPresent()
        && (parameter.size() == 1
            || (parameter.size() == weights.get().dim(1) && parameter.dim(-1) == parameter.size()));
  }
}
