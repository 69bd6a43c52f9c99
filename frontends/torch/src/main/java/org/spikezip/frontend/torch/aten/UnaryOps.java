package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/** Functions of one number. */
final class UnaryOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    Map.ofEntries(
            Map.entry("exp", UnaryKind.EXP),
            Map.entry("log", UnaryKind.LOG),
            Map.entry("sqrt", UnaryKind.SQRT),
            Map.entry("rsqrt", UnaryKind.RSQRT),
            Map.entry("reciprocal", UnaryKind.RECIPROCAL),
            Map.entry("sigmoid", UnaryKind.SIGMOID),
            Map.entry("tanh", UnaryKind.TANH),
            Map.entry("erf", UnaryKind.ERF),
            Map.entry("sin", UnaryKind.SIN),
            Map.entry("cos", UnaryKind.COS))
        .forEach((name, kind) -> ALL.put(name, n -> onFloats(n, kind)));
    Map.of(
            "neg", UnaryKind.NEG,
            "abs", UnaryKind.ABS,
            "relu", UnaryKind.RELU,
            "silu", UnaryKind.SILU,
            "sign", UnaryKind.SIGN)
        .forEach((name, kind) -> ALL.put(name, n -> n.tensors(n.result(op(kind), n.value(0)))));
    Map.of("floor", UnaryKind.FLOOR, "ceil", UnaryKind.CEIL, "round", UnaryKind.ROUND)
        .forEach((name, kind) -> ALL.put(name, n -> wholeNumber(n, kind)));
    ALL.put("trunc", UnaryOps::trunc);
    ALL.put("square", n -> n.tensors(n.result(mul(), n.value(0), n.value(0))));
    ALL.put("isnan", UnaryOps::isNan);
    ALL.put("isinf", UnaryOps::isInfinite);
    ALL.put("logical_not", n -> n.tensors(n.result(op(UnaryKind.NOT), truth(n, 0))));
    ALL.put("bitwise_not", UnaryOps::bitwiseNot);
    ALL.put("exp2", n -> ofBaseTwo(n));
    ALL.put("log2", n -> scaledLog(n, 1 / Math.log(2)));
    ALL.put("log1p", n -> n.tensors(n.result(op(UnaryKind.LOG), plusOne(n))));
    ALL.put("expm1", UnaryOps::expMinusOne);
  }

  private UnaryOps() {}

  static Unary op(UnaryKind kind) {
    return new Unary(kind);
  }

  private static Binary mul() {
    return new Binary(BinaryKind.MUL);
  }

  /** An argument as floats; whole numbers become torch's default, f32. */
  static Value floats(AtenNode n, int index) {
    ElementType type = n.promoted(index);
    return n.value(index, type.isFloat() ? type : ElementType.F32);
  }

  /** An argument as booleans: whether it is not zero. */
  static Value truth(AtenNode n, int index) {
    return n.value(index, ElementType.BOOL);
  }

  private static List<Object> onFloats(AtenNode n, UnaryKind kind) {
    return n.tensors(n.result(op(kind), floats(n, 0)));
  }

  private static List<Object> wholeNumber(AtenNode n, UnaryKind kind) {
    if (kind == UnaryKind.ROUND && n.has(1) && n.integer(1) != 0) {
      throw n.unsupported("rounds to " + n.integer(1) + " decimals");
    }
    return n.type(0).isFloat() ? n.tensors(n.result(op(kind), n.value(0))) : n.tensors(n.value(0));
  }

  private static List<Object> trunc(AtenNode n) {
    return n.tensors(n.type(0).isFloat() ? towardZero(n, n.value(0)) : n.value(0));
  }

  /** Floats rounded toward zero. */
  static Value towardZero(AtenNode n, Value x) {
    Value zero = n.scalar("zero", n.fact(x).type(), 0);
    Value negative = n.add("negative", new Binary(BinaryKind.LESS), x, zero);
    Value up = n.add("up", op(UnaryKind.CEIL), x);
    return n.result(new Where(), negative, up, n.add("down", op(UnaryKind.FLOOR), x));
  }

  private static List<Object> isNan(AtenNode n) {
    return n.tensors(n.result(op(UnaryKind.IS_NAN), floats(n, 0)));
  }

  private static List<Object> isInfinite(AtenNode n) {
    Value x = floats(n, 0);
    Value size = n.add("size", op(UnaryKind.ABS), x);
    Value infinity = n.scalar("infinity", n.fact(x).type(), Double.POSITIVE_INFINITY);
    return n.tensors(n.result(new Binary(BinaryKind.EQUAL), size, infinity));
  }

  private static List<Object> bitwiseNot(AtenNode n) {
    if (n.type(0) == ElementType.BOOL) {
      return n.tensors(n.result(op(UnaryKind.NOT), n.value(0)));
    }
    // In two's complement ~x = −x − 1.
    Value negated = n.add("negated", op(UnaryKind.NEG), n.value(0));
    Value one = n.scalar("one", n.type(0), 1);
    return n.tensors(n.result(new Binary(BinaryKind.SUB), negated, one));
  }

  private static List<Object> ofBaseTwo(AtenNode n) {
    Value x = floats(n, 0);
    Value two = n.scalar("two", n.fact(x).type(), 2);
    return n.tensors(n.result(new Binary(BinaryKind.POW), two, x));
  }

  private static List<Object> scaledLog(AtenNode n, double factor) {
    Value log = n.add("log", op(UnaryKind.LOG), floats(n, 0));
    return n.tensors(n.result(mul(), log, n.scalar("factor", n.fact(log).type(), factor)));
  }

  private static Value plusOne(AtenNode n) {
    Value x = floats(n, 0);
    Value one = n.scalar("one", n.fact(x).type(), 1);
    return n.add("plus_one", new Binary(BinaryKind.ADD), x, one);
  }

  private static List<Object> expMinusOne(AtenNode n) {
    Value exp = n.add("exp", op(UnaryKind.EXP), floats(n, 0));
    Value one = n.scalar("one", n.fact(exp).type(), 1);
    return n.tensors(n.result(new Binary(BinaryKind.SUB), exp, one));
  }
}
