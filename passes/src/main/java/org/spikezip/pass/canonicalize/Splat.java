package org.spikezip.pass.canonicalize;

import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import org.spikezip.ir.Tensor;

/** Tensors of which every element is the same. */
final class Splat {
  private Splat() {}

  /** The element, if there is one and all are the same, bit for bit; true is 1. */
  static OptionalDouble of(Tensor tensor) {
    int width = tensor.type().bits() / 8;
    if (width == 0 || tensor.size() == 0) {
      return OptionalDouble.empty();
    }
    ByteBuffer bytes = tensor.bytes();
    for (int i = width; i < bytes.limit(); i++) {
      if (bytes.get(i) != bytes.get(i - width)) {
        return OptionalDouble.empty();
      }
    }
    Tensor first = Tensor.of(tensor.type(), new int[0], bytes.slice(0, width));
    return OptionalDouble.of(
        tensor.type().isFloat() ? first.floats()[0] : (double) first.longs()[0]);
  }

  static boolean is(Tensor tensor, double expected) {
    OptionalDouble element = of(tensor);
    return element.isPresent() && element.getAsDouble() == expected;
  }
}
