package org.spikezip.backend.onnx;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * The reproducible float functions as chains of exactly rounded ONNX operators, so that every
 * runtime gives their bits. Source: docs/float-functions.md; the constants are those of package
 * {@code org.spikezip.api.function}.
 */
final class ExactFunctions {
  private static final float SQRT_HALF = 0.70710677f;
  private static final float SQRT_TWO_OVER_PI = 0.7978846f;

  private interface Function {
    String of(String x, Floats f);
  }

  private static final Map<UnaryKind, Function> FUNCTIONS = new EnumMap<>(UnaryKind.class);

  static {
    FUNCTIONS.put(UnaryKind.EXP, ExactExp::of);
    FUNCTIONS.put(UnaryKind.SQRT, (x, f) -> f.root(x));
    FUNCTIONS.put(UnaryKind.RSQRT, (x, f) -> f.reciprocal(f.root(x)));
    FUNCTIONS.put(UnaryKind.RECIPROCAL, (x, f) -> f.reciprocal(x));
    FUNCTIONS.put(UnaryKind.RELU, (x, f) -> f.where(f.above(f.of(0), x), f.of(0), x));
    FUNCTIONS.put(UnaryKind.SIGMOID, (x, f) -> f.reciprocal(onePlusExpOfMinus(x, f)));
    FUNCTIONS.put(UnaryKind.SILU, (x, f) -> f.over(x, onePlusExpOfMinus(x, f)));
    FUNCTIONS.put(UnaryKind.TANH, (x, f) -> keepZero(x, tanh(x, f), f));
    FUNCTIONS.put(UnaryKind.ERF, (x, f) -> keepZero(x, erf(x, f), f));
    FUNCTIONS.put(UnaryKind.GELU, ExactFunctions::gelu);
    FUNCTIONS.put(UnaryKind.GELU_TANH, ExactFunctions::geluTanh);
  }

  private ExactFunctions() {}

  static void register(Emitters all) {
    Emitter<Unary> otherwise = FunctionEmitters::unary;
    all.put(
        Unary.class,
        (node, op, out) -> {
          if (isExact(op.kind()) && out.type(node, 0) == ElementType.F32) {
            unary(node, op.kind(), out);
          } else {
            otherwise.emit(node, op, out);
          }
        });
  }

  /** Whether there is a chain; what the runtime rounds or moves exactly needs none. */
  static boolean isExact(UnaryKind kind) {
    return FUNCTIONS.containsKey(kind);
  }

  private static void unary(Node node, UnaryKind kind, OnnxGraph out) {
    String y = FUNCTIONS.get(kind).of(out.name(node.input(0)), new Floats(out));
    out.add("Identity", List.of(y), out.outputs(node));
  }

  private static String onePlusExpOfMinus(String x, Floats f) {
    return f.plus(f.of(1), ExactExp.of(f.negated(x), f));
  }

  /** Odd functions keep the sign of a zero, which a comparison with 0 does not see. */
  private static String keepZero(String x, String y, Floats f) {
    return f.where(f.equal(x, f.of(0)), x, y);
  }

  private static String withSignOf(String x, String y, Floats f) {
    return f.where(f.above(f.of(0), x), f.negated(y), y);
  }

  private static String tanh(String x, Floats f) {
    String t = f.magnitude(x);
    String s = f.times(t, t);
    String p =
        f.polynomial(s, -0.005663615f, 0.020603238f, -0.05372913f, 0.13331321f, -0.33333278f);
    String near = f.plus(f.times(f.times(p, s), t), t);
    String e = f.plus(ExactExp.of(f.plus(t, t), f), f.of(1));
    String far = f.minus(f.of(1), f.over(f.of(2), e));
    return withSignOf(x, f.where(f.above(f.of(0.625f), t), near, far), f);
  }

  private static String erf(String x, Floats f) {
    String size = f.magnitude(x);
    String t = f.where(f.above(size, f.of(4)), f.of(4), size);
    String s = f.times(t, t);
    String p =
        f.polynomial(
            s, -0.00063749f, 0.0050618746f, -0.026809534f, 0.11282912f, -0.37612593f, 0.12837917f);
    String near = f.plus(f.times(p, t), t);
    String q =
        f.polynomial(
            t,
            0.00021580802f,
            -0.0032298537f,
            0.022937283f,
            -0.10533488f,
            -0.6356635f,
            -0.12853037f);
    String far = f.minus(f.of(1), ExactExp.ofNegative(f.minus(f.times(q, t), t), f));
    return withSignOf(x, f.where(f.above(f.of(0.84375f), t), near, far), f);
  }

  private static String gelu(String x, Floats f) {
    String curve = erf(f.times(x, f.of(SQRT_HALF)), f);
    return f.times(f.times(f.of(0.5f), x), f.plus(f.of(1), curve));
  }

  private static String geluTanh(String x, Floats f) {
    String cube = f.times(f.of(0.044715f), f.times(f.times(x, x), x));
    String inner = f.times(f.of(SQRT_TWO_OVER_PI), f.plus(x, cube));
    return f.times(f.times(f.of(0.5f), x), f.plus(f.of(1), tanh(inner, f)));
  }
}
