package org.spikezip.backend.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;

/** Codes that neurons move to, as floats: {@code clip(round(x/θ), S_min, S_max)}, 0 of NaN. */
final class Quantizers {
  private static final int BYTE = 255;

  private Quantizers() {}

  /** In plain arithmetic. */
  static String code(Node node, Neuron op, OnnxGraph out) {
    Floats f = new Floats(out);
    String quotient = f.over(out.name(node.input(0)), out.name(node.input(1)));
    String rounded =
        op.rounding() == Rounding.HALF_EVEN
            ? out.add("Round", List.of(quotient))
            : out.add("Floor", List.of(f.plus(quotient, f.of(0.5f))));
    return clip(node, f.where(f.isNan(rounded), f.of(0), rounded), f);
  }

  /** Whether QuantizeLinear can say it: rounding half to even, 256 codes, one axis. */
  static boolean isQdq(Node node, Neuron op, OnnxGraph out) {
    boolean fits = op.min() >= -BYTE && op.max() - Math.min(0L, op.min()) <= BYTE;
    return fits && axis(node, out).isPresent() && op.rounding() == Rounding.HALF_EVEN;
  }

  /**
   * As QuantizeLinear and DequantizeLinear with scale 1, where they can say it; else in plain
   * arithmetic. Bytes are unsigned with a zero point, which every tool takes.
   */
  static void qdq(Node node, Neuron op, OnnxGraph out) {
    String codes = isQdq(node, op, out) ? bytes(node, op, out) : code(node, op, out);
    out.add("Identity", List.of(codes), out.outputs(node));
  }

  private static String bytes(Node node, Neuron op, OnnxGraph out) {
    Floats f = new Floats(out);
    AttributeProto axis = Attr.of("axis", (long) axis(node, out).orElseThrow());
    Tensor threshold = out.constant(node.input(1)).orElseThrow();
    int n = threshold.size();
    int[] dims = n == 1 ? new int[0] : new int[] {n};
    int zero = -Math.min(0, op.min());
    long[] zeros = new long[n];
    Arrays.fill(zeros, zero);
    String theta = out.constant(Tensor.of(threshold.floats(), dims));
    String zeroPoint = out.constant(Tensor.ofLongs(ElementType.U8, zeros, dims));
    String x = out.name(node.input(0));
    String number = f.where(f.isNan(x), f.of(0), x);
    String q = out.add("QuantizeLinear", List.of(number, theta, zeroPoint), axis);
    String whole = f.cast(q, ElementType.I32);
    String low = f.larger(whole, shifted(node.input(2), zero, out));
    String inside = f.smaller(low, shifted(node.input(3), zero, out));
    String s = f.cast(inside, ElementType.U8);
    String offset = out.constant(Tensor.ofLongs(ElementType.U8, new long[] {zero}));
    return out.add("DequantizeLinear", List.of(s, f.of(1), offset));
  }

  private static String shifted(Value bound, int zero, OnnxGraph out) {
    Tensor codes = out.constant(bound).orElseThrow();
    int[] values = codes.ints();
    Arrays.setAll(values, i -> values[i] + zero);
    return out.constant(Tensor.of(values, codes.dims()));
  }

  private static String clip(Node node, String code, Floats f) {
    String min = parameter(node, 2, f);
    String max = parameter(node, 3, f);
    return f.smaller(f.larger(code, min), max);
  }

  /** A parameter of whole numbers, as floats. */
  private static String parameter(Node node, int input, Floats f) {
    return new Floats(f.out().outer()).cast(f.out().name(node.input(input)), ElementType.F32);
  }

  /** The axis that thresholds differ along; 0 if there is one for all. */
  private static Optional<Integer> axis(Node node, OnnxGraph out) {
    Optional<Tensor> threshold = out.constant(node.input(1));
    Shape x = out.fact(node.input(0)).shape();
    if (threshold.isEmpty() || !x.known()) {
      return Optional.empty();
    }
    if (threshold.get().size() == 1) {
      return Optional.of(0);
    }
    int axis = -1;
    int rank = threshold.get().rank();
    for (int i = 0; i < rank; i++) {
      if (threshold.get().dim(i) > 1) {
        if (axis >= 0) {
          return Optional.empty();
        }
        axis = x.rank() - rank + i;
      }
    }
    return Optional.of(axis);
  }
}
