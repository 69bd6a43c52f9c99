package org.spikezip.pass.spike;

import java.util.Arrays;
import java.util.List;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/** The resting code of a neuron that has none of its own: 0, clipped into its range. */
final class RestingCode {
  private RestingCode() {}

  /**
   * The code, i32: one for all channels where 0 lies in the range of each, else one a channel.
   *
   * @param min S_min
   * @param max S_max, which broadcasts against it
   */
  static Tensor of(Tensor min, Tensor max) {
    boolean inside =
        Arrays.stream(min.ints()).allMatch(s -> s <= 0)
            && Arrays.stream(max.ints()).allMatch(s -> s >= 0);
    Tensor zero = Tensor.of(new int[] {0});
    return inside ? zero : apply(BinaryKind.MIN, apply(BinaryKind.MAX, zero, min), max);
  }

  private static Tensor apply(BinaryKind kind, Tensor a, Tensor b) {
    return new ReferenceEvaluator(HostOps.NONE).evaluate(new Binary(kind), List.of(a, b)).get(0);
  }
}
