package org.spikezip.pass.quantize;

import java.util.List;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/** Elementwise products and sums of parameters, with NumPy's broadcasting. */
final class Broadcast {
  private Broadcast() {}

  static Tensor product(Tensor a, Tensor b) {
    return combined(BinaryKind.MUL, a, b);
  }

  static Tensor sum(Tensor a, Tensor b) {
    return combined(BinaryKind.ADD, a, b);
  }

  private static Tensor combined(BinaryKind kind, Tensor a, Tensor b) {
    return new ReferenceEvaluator(HostOps.NONE).evaluate(new Binary(kind), List.of(a, b)).get(0);
  }
}
