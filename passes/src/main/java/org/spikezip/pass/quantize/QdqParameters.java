package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Rounding;

/**
 * Scale and zero point of a quantization per tensor.
 *
 * @param theta the scale
 * @param zero the zero point
 * @param type what the integers are kept in
 */
record QdqParameters(float theta, int zero, ElementType type) {
  /** Those of a quantize_linear or dequantize_linear, if they are constant and one a tensor. */
  static Optional<QdqParameters> of(Constants constants, Node node, Fact integers) {
    Optional<Tensor> scale = constants.of(node.input(1));
    Optional<Tensor> zero =
        node.hasInput(2) ? constants.of(node.input(2)) : Optional.of(Tensor.scalar(0L));
    boolean single =
        scale.filter(t -> t.size() == 1 && t.type() == ElementType.F32).isPresent()
            && zero.filter(t -> t.size() == 1 && t.type().isInteger()).isPresent();
    if (!single || !isNarrow(integers.type())) {
      return Optional.empty();
    }
    float theta = scale.get().floats()[0];
    return theta > 0 && Float.isFinite(theta)
        ? Optional.of(new QdqParameters(theta, zero.get().ints()[0], integers.type()))
        : Optional.empty();
  }

  CodeGrid grid() {
    return new CodeGrid(Tensor.scalar(theta), Rounding.HALF_EVEN, min(), max());
  }

  /** S_min. */
  int min() {
    int low = isSigned() ? -(1 << (type.bits() - 1)) : 0;
    return low - zero;
  }

  /** S_max. */
  int max() {
    int high = (1 << (isSigned() ? type.bits() - 1 : type.bits())) - 1;
    return high - zero;
  }

  private boolean isSigned() {
    return type == ElementType.I4 || type == ElementType.I8 || type == ElementType.I16;
  }

  private static boolean isNarrow(ElementType type) {
    return type.isInteger() && type.bits() <= 16;
  }
}
