package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.pass.quantize.CodedValues.Coded;

/**
 * Recognizes fake quantization as PyTorch exports it (LSQ): floats that are whole numbers.
 *
 * <pre>
 * %c = clip(floor(x/theta + ½), −16, 15)
 * %d = mul(%c, %theta)
 * →
 * %c = quantizer(%x, %theta, −16, 15) {rounding=half_up, …}
 * %d = decode(%c, %theta)
 * </pre>
 *
 * <p>A zero point, {@code clip(round(x/theta) + z, …) − z}, moves the range. The forms of the first
 * line are those of {@link FakeQuantization}. A quantizer keeps the name of the last node that
 * rounds or clips.
 */
final class FakeQuantRewrite {
  private final Graph graph;
  private final Constants constants;
  private final CodedValues coded;
  private final Map<Source, Coded> known = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();

  /** What is quantized and how. */
  private record Source(Value x, CodeGrid grid) {}

  FakeQuantRewrite(Graph graph, Constants constants, CodedValues coded) {
    this.graph = graph;
    this.constants = constants;
    this.coded = coded;
  }

  /** By the name of a quantizer: the number of the source that its smallest code is. */
  Map<String, Integer> lowest() {
    return lowest;
  }

  void visit(Node node) {
    boolean binary = node.op() instanceof Binary;
    if (!binary && !(node.op() instanceof Unary) && !(node.op() instanceof Clip)) {
      return;
    }
    if (constants.is(node.output()) || node.fact().type() != ElementType.F32) {
      return;
    }
    if ((binary && scale(node)) || rectify(node)) {
      return;
    }
    FakeQuantization.endingAt(graph, constants, node.output()).ifPresent(f -> quantize(node, f));
  }

  private void quantize(Node node, FakeQuantization found) {
    Tensor one = Tensor.scalar(1f);
    // Numbers of the same codes, moved at most: the quantizer would give these codes again.
    Optional<Coded> before =
        coded
            .numbers(found.x())
            .filter(c -> c.grid().equals(found.grid()) && c.step().equals(found.grid().theta()));
    Source source = new Source(found.x(), found.grid());
    Optional<Coded> same = before.or(() -> Optional.ofNullable(known.get(source)));
    Coded made = same.orElseGet(() -> coded.quantize(node.name(), found.x(), found.grid()));
    if (same.isEmpty()) {
      lowest.put(node.name(), found.grid().op().min() + found.zero());
    }
    known.put(source, made);
    // With a zero point others keep the number; behind its subtraction there are codes again.
    if (found.zero() == 0) {
      coded.decode(node.name(), node.output(), new Coded(made.codes(), made.grid(), one));
    }
  }

  /** Follows codes that are not negative through relu, which leaves them as they are. */
  private boolean rectify(Node node) {
    if (!(node.op() instanceof Unary unary) || unary.kind() != UnaryKind.RELU) {
      return false;
    }
    Optional<Coded> before = coded.numbers(node.input(0)).filter(c -> c.grid().op().min() >= 0);
    before.ifPresent(c -> coded.putNumbers(node.output(), c));
    return before.isPresent();
  }

  /** Follows codes through a multiplication by constants, one number or one a channel. */
  private boolean scale(Node node) {
    BinaryKind kind = ((Binary) node.op()).kind();
    if (kind != BinaryKind.MUL && kind != BinaryKind.DIV) {
      return false;
    }
    int side = kind == BinaryKind.MUL && constants.is(node.input(0)) ? 1 : 0;
    Value x = node.input(side);
    Optional<Coded> before = coded.numbers(x);
    Optional<Tensor> factor =
        constants
            .of(node.input(1 - side))
            .filter(t -> t.type() == ElementType.F32 && isPositive(t))
            .filter(t -> graph.fact(x).shape().equals(node.fact().shape()));
    if (before.isEmpty() || factor.isEmpty()) {
      return false;
    }
    Coded c = before.get();
    boolean plain = c.step().equals(Tensor.scalar(1f)) && kind == BinaryKind.MUL;
    Tensor by = kind == BinaryKind.MUL ? factor.get() : reciprocal(factor.get());
    Coded scaled = new Coded(c.codes(), c.grid(), Broadcast.product(c.step(), by));
    if (!isPositive(scaled.step())) {
      return false;
    }
    if (plain) {
      coded.decode(node.name(), node.output(), scaled);
    } else {
      // Two roundings are not the one of a decode, so other users keep both.
      coded.putNumbers(node.output(), scaled);
    }
    return true;
  }

  private static Tensor reciprocal(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 / values[i];
    }
    return Tensor.of(values, tensor.dims());
  }

  static boolean isPositive(Tensor tensor) {
    for (float value : tensor.floats()) {
      if (!(value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return tensor.size() > 0;
  }
}
