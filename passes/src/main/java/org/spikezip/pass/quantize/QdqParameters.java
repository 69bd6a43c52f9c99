package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Rounding;

/**
 * Scale and zero point of a quantization, one of each or one a channel.
 *
 * @param theta the scale, broadcast against what is quantized
 * @param zero the zero point, i32, alike
 * @param type what the integers are kept in
 */
record QdqParameters(Tensor theta, Tensor zero, ElementType type) {
  /**
   * Those of a quantize_linear or dequantize_linear, if they are constant, fit into 16 bits and are
   * not in blocks.
   *
   * @param integers what is known of the integers
   */
  static Optional<QdqParameters> of(Constants constants, Node node, Fact integers) {
    Optional<Tensor> scale = constants.of(node.input(1)).filter(QdqParameters::isScale);
    Optional<Tensor> zero = zero(constants, node.hasInput(2) ? node.input(2) : Value.ABSENT);
    boolean narrow = integers.type().isInteger() && integers.type().bits() <= 16;
    if (scale.isEmpty() || zero.isEmpty() || !narrow || block(node) != 0) {
      return Optional.empty();
    }
    int channels = scale.get().size();
    boolean paired = zero.get().size() == channels || zero.get().size() == 1;
    if (channels > 1 && !(paired && isChannels(node, integers, channels))) {
      return Optional.empty();
    }
    if (channels == 1 && zero.get().size() > 1) {
      return Optional.empty();
    }
    int[] dims = channels == 1 ? new int[0] : dims(node, integers, channels);
    int[] points = zero.get().ints();
    int[] spread = points.length == channels ? points : filled(points[0], channels);
    return Optional.of(
        new QdqParameters(
            Tensor.of(scale.get().floats(), dims), Tensor.of(spread, dims), integers.type()));
  }

  private static boolean isScale(Tensor scale) {
    return scale.type() == ElementType.F32 && FakeQuantRewrite.isPositive(scale);
  }

  private static Optional<Tensor> zero(Constants constants, Value point) {
    return point.isAbsent()
        ? Optional.of(Tensor.of(new int[] {0}))
        : constants.of(point).filter(t -> t.type().isInteger() && t.size() > 0);
  }

  private static int[] filled(int value, int size) {
    int[] values = new int[size];
    Arrays.fill(values, value);
    return values;
  }

  private static int block(Node node) {
    return node.op() instanceof QuantizeLinear q
        ? q.blockSize()
        : ((DequantizeLinear) node.op()).blockSize();
  }

  private static int axis(Node node, int rank) {
    int axis =
        node.op() instanceof QuantizeLinear q ? q.axis() : ((DequantizeLinear) node.op()).axis();
    return axis < 0 ? axis + rank : axis;
  }

  private static boolean isChannels(Node node, Fact integers, int channels) {
    if (!integers.shape().known()) {
      return false;
    }
    int rank = integers.shape().rank();
    int axis = axis(node, rank);
    return axis >= 0
        && axis < rank
        && integers.shape().dim(axis).isFixed()
        && integers.shape().dim(axis).size() == channels;
  }

  /** The axis of channels and those behind it. */
  private static int[] dims(Node node, Fact integers, int channels) {
    int rank = integers.shape().rank();
    int[] dims = filled(1, rank - axis(node, rank));
    dims[0] = channels;
    return dims;
  }

  CodeGrid grid() {
    return new CodeGrid(theta, Rounding.HALF_EVEN, less(smallest()), less(largest()));
  }

  /** A number of q's as codes. */
  private Tensor less(int q) {
    return mapped(z -> q - z);
  }

  private Tensor mapped(IntUnaryOperator operator) {
    return Tensor.of(Arrays.stream(zero.ints()).map(operator).toArray(), zero.dims());
  }

  /** The only zero point, if there is one. */
  Optional<Integer> singleZero() {
    int[] points = zero.ints();
    return Arrays.stream(points).allMatch(z -> z == points[0])
        ? Optional.of(points[0])
        : Optional.empty();
  }

  /** The smallest integer of the type. */
  int smallest() {
    return isSigned() ? -(1 << (type.bits() - 1)) : 0;
  }

  /** The largest integer of the type. */
  private int largest() {
    return (1 << (isSigned() ? type.bits() - 1 : type.bits())) - 1;
  }

  private boolean isSigned() {
    return type == ElementType.I4 || type == ElementType.I8 || type == ElementType.I16;
  }
}
