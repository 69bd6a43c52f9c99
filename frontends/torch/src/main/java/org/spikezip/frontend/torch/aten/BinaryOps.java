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

/** Functions of two numbers, with torch's type promotion. */
final class BinaryOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    for (String add : List.of("add", "sub", "subtract")) {
      BinaryKind kind = add.equals("add") ? BinaryKind.ADD : BinaryKind.SUB;
      ALL.put(add, n -> n.tensors(scaledSum(n, kind, 0, 1)));
    }
    ALL.put("rsub", n -> n.tensors(scaledSum(n, BinaryKind.SUB, 1, 0)));
    Map.of(
            "mul", BinaryKind.MUL,
            "multiply", BinaryKind.MUL,
            "maximum", BinaryKind.MAX,
            "minimum", BinaryKind.MIN,
            "max.other", BinaryKind.MAX,
            "min.other", BinaryKind.MIN,
            "pow", BinaryKind.POW)
        .forEach((name, kind) -> ALL.put(name, n -> n.tensors(plain(n, kind))));
    Map.of(
            "eq", BinaryKind.EQUAL,
            "lt", BinaryKind.LESS,
            "le", BinaryKind.LESS_OR_EQUAL,
            "gt", BinaryKind.GREATER,
            "ge", BinaryKind.GREATER_OR_EQUAL)
        .forEach((name, kind) -> ALL.put(name, n -> n.tensors(plain(n, kind))));
    ALL.put("ne", BinaryOps::notEqual);
    for (String div : List.of("div", "divide", "true_divide")) {
      ALL.put(div, BinaryOps::divide);
    }
    ALL.put("floor_divide", n -> n.tensors(floorDivide(n, n.promoted(0, 1))));
    ALL.put("remainder", BinaryOps::remainder);
    ALL.put("fmod", BinaryOps::fmod);
    Map.of("and", BinaryKind.AND, "or", BinaryKind.OR, "xor", BinaryKind.XOR)
        .forEach(
            (name, kind) -> {
              ALL.put("logical_" + name, n -> n.tensors(logic(n, kind)));
              ALL.put("bitwise_" + name, n -> bitwise(n, kind));
              ALL.put("__" + name + "__", n -> bitwise(n, kind));
            });
    ALL.put("where", BinaryOps::where);
    ALL.put("masked_fill", BinaryOps::maskedFill);
    ALL.put("addcmul", BinaryOps::addProduct);
  }

  private BinaryOps() {}

  static Value plain(AtenNode n, BinaryKind kind) {
    ElementType type = n.promoted(0, 1);
    // ONNX compares and multiplies no booleans.
    ElementType computed =
        type == ElementType.BOOL && kind != BinaryKind.EQUAL ? ElementType.I32 : type;
    Value result = combine(n, kind, computed);
    return kind.isComparison() ? result : n.cast("bool", result, type);
  }

  private static Value combine(AtenNode n, BinaryKind kind, ElementType type) {
    return n.result(new Binary(kind), n.value(0, type), n.value(1, type));
  }

  /** {@code first ± alpha·second}; alpha is argument 2. */
  private static Value scaledSum(AtenNode n, BinaryKind kind, int first, int second) {
    ElementType type = n.promoted(0, 1);
    Value other = n.value(second, type);
    if (n.has(2) && n.real(2) != 1) {
      Value alpha = n.scalar("alpha", type, n.real(2));
      other = n.add("scaled", new Binary(BinaryKind.MUL), other, alpha);
    }
    if (type == ElementType.BOOL) {
      return n.result(new Binary(BinaryKind.OR), n.value(first, type), other);
    }
    return n.result(new Binary(kind), n.value(first, type), other);
  }

  private static List<Object> notEqual(AtenNode n) {
    ElementType type = n.promoted(0, 1);
    Value same = n.add("equal", new Binary(BinaryKind.EQUAL), n.value(0, type), n.value(1, type));
    return n.tensors(n.result(new Unary(UnaryKind.NOT), same));
  }

  private static List<Object> divide(AtenNode n) {
    ElementType type = n.promoted(0, 1);
    if (!n.has(2)) {
      return n.tensors(combine(n, BinaryKind.DIV, type.isFloat() ? type : ElementType.F32));
    }
    return switch (n.text(2)) {
      case "floor" -> n.tensors(floorDivide(n, type));
      case "trunc" -> n.tensors(truncDivide(n, type));
      default -> throw n.malformed("unknown rounding mode '" + n.text(2) + "'");
    };
  }

  private static Value truncDivide(AtenNode n, ElementType type) {
    Value a = n.value(0, type);
    Value b = n.value(1, type);
    Binary div = new Binary(BinaryKind.DIV);
    return type.isFloat()
        ? UnaryOps.towardZero(n, n.add("quotient", div, a, b))
        : n.result(div, a, b);
  }

  private static Value floorDivide(AtenNode n, ElementType type) {
    Value a = n.value(0, type);
    Value b = n.value(1, type);
    Binary div = new Binary(BinaryKind.DIV);
    if (type.isFloat()) {
      return n.result(new Unary(UnaryKind.FLOOR), n.add("quotient", div, a, b));
    }
    if (n.fact(a).elements().isPresent() && n.fact(b).elements().isPresent()) {
      // Sizes are not negative, so that truncating is rounding down.
      return n.result(div, a, b);
    }
    Value rest = n.add("rest", new Binary(BinaryKind.MOD), a, b);
    return n.result(div, n.add("whole", new Binary(BinaryKind.SUB), a, rest), b);
  }

  /** The rest with the sign of the divisor, as in Python. */
  private static List<Object> remainder(AtenNode n) {
    ElementType type = n.promoted(0, 1);
    Value a = n.value(0, type);
    Value b = n.value(1, type);
    if (!type.isFloat()) {
      return n.tensors(n.result(new Binary(BinaryKind.MOD), a, b));
    }
    Value quotient = n.add("quotient", new Binary(BinaryKind.DIV), a, b);
    Value floor = n.add("floor", new Unary(UnaryKind.FLOOR), quotient);
    Value whole = n.add("whole", new Binary(BinaryKind.MUL), floor, b);
    return n.tensors(n.result(new Binary(BinaryKind.SUB), a, whole));
  }

  /** The rest with the sign of the dividend, as in C. */
  private static List<Object> fmod(AtenNode n) {
    ElementType type = n.promoted(0, 1);
    if (type.isFloat()) {
      return n.tensors(combine(n, BinaryKind.MOD, type));
    }
    Value a = n.value(0, type);
    Value b = n.value(1, type);
    Value quotient = n.add("quotient", new Binary(BinaryKind.DIV), a, b);
    Value whole = n.add("whole", new Binary(BinaryKind.MUL), quotient, b);
    return n.tensors(n.result(new Binary(BinaryKind.SUB), a, whole));
  }

  private static Value logic(AtenNode n, BinaryKind kind) {
    return n.result(new Binary(kind), UnaryOps.truth(n, 0), UnaryOps.truth(n, 1));
  }

  private static List<Object> bitwise(AtenNode n, BinaryKind kind) {
    ElementType type = n.promoted(0, 1);
    if (type != ElementType.BOOL) {
      throw n.unsupported("combines the bits of " + type.symbol() + "; only booleans can be");
    }
    return n.tensors(logic(n, kind));
  }

  private static List<Object> where(AtenNode n) {
    if (n.call().arguments().size() == 1) {
      throw n.unsupported("the number of results of where(condition) depends on data");
    }
    ElementType type = n.promoted(1, 2);
    Value mask = UnaryOps.truth(n, 0);
    return n.tensors(n.result(new Where(), mask, n.value(1, type), n.value(2, type)));
  }

  private static List<Object> maskedFill(AtenNode n) {
    ElementType type = n.type(0);
    return n.tensors(n.result(new Where(), UnaryOps.truth(n, 1), n.value(2, type), n.value(0)));
  }

  private static List<Object> addProduct(AtenNode n) {
    ElementType type = n.promoted(0, 1, 2);
    Value product =
        n.add("product", new Binary(BinaryKind.MUL), n.value(1, type), n.value(2, type));
    if (n.real(3) != 1) {
      Value factor = n.scalar("value", type, n.real(3));
      product = n.add("scaled", new Binary(BinaryKind.MUL), product, factor);
    }
    return n.tensors(n.result(new Binary(BinaryKind.ADD), n.value(0, type), product));
  }
}
