package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/** Arithmetic on plain numbers: done at once, or in the graph where a size is dynamic. */
final class ScalarOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    arithmetic("add", BinaryKind.ADD, Math::addExact, Double::sum);
    arithmetic("sub", BinaryKind.SUB, Math::subtractExact, (a, b) -> a - b);
    arithmetic("mul", BinaryKind.MUL, Math::multiplyExact, (a, b) -> a * b);
    arithmetic("floordiv", BinaryKind.DIV, Math::floorDiv, (a, b) -> Math.floor(a / b));
    arithmetic("floor_divide", BinaryKind.DIV, Math::floorDiv, (a, b) -> Math.floor(a / b));
    arithmetic("remainder", BinaryKind.MOD, Math::floorMod, (a, b) -> a - b * Math.floor(a / b));
    arithmetic("max", BinaryKind.MAX, Math::max, Math::max);
    arithmetic("min", BinaryKind.MIN, Math::min, Math::min);
    ALL.put("aten::div", n -> List.of(n.real(0) / n.real(1)));
    ALL.put("aten::pow", n -> List.of(power(n)));
    ALL.put("aten::neg", ScalarOps::negative);
    ALL.put("aten::sqrt", n -> List.of(Math.sqrt(n.real(0))));
    ALL.put("aten::exp", n -> List.of(Math.exp(n.real(0))));
    ALL.put("aten::log", n -> List.of(Math.log(n.real(0))));
    ALL.put("aten::floor", n -> List.of((long) Math.floor(n.real(0))));
    ALL.put("aten::ceil", n -> List.of((long) Math.ceil(n.real(0))));
    compare("eq", c -> c == 0);
    compare("ne", c -> c != 0);
    compare("lt", c -> c < 0);
    compare("le", c -> c <= 0);
    compare("gt", c -> c > 0);
    compare("ge", c -> c >= 0);
    ALL.put("aten::__and__", n -> List.of(logic(n, (a, b) -> a & b)));
    ALL.put("aten::__or__", n -> List.of(logic(n, (a, b) -> a | b)));
  }

  private ScalarOps() {}

  private static void arithmetic(
      String name, BinaryKind kind, LongBinaryOperator whole, DoubleBinaryOperator real) {
    ALL.put(
        "aten::" + name,
        n -> {
          Object a = n.argument(0);
          Object b = n.argument(1);
          if (a instanceof Double || b instanceof Double) {
            return List.of(real.applyAsDouble(n.real(0), n.real(1)));
          }
          if (Sizes.isFixed(a) && Sizes.isFixed(b)) {
            return List.of(whole.applyAsLong(Sizes.fixed(a), Sizes.fixed(b)));
          }
          return List.of(symbolic(n, kind));
        });
  }

  private static Object symbolic(AtenNode n, BinaryKind kind) {
    Sizes sizes = new Sizes(n);
    Value a = sizes.value(n.argument(0), "a");
    Value b = sizes.value(n.argument(1), "b");
    Value result = n.result(new Binary(kind), a, b);
    Dim dim =
        n.fact(result).elements().filter(e -> e.size() == 1).map(e -> e.get(0)).orElse(Dim.UNKNOWN);
    return dim.isFixed() ? (Object) dim.size() : new SymInt(dim, result);
  }

  private static Object power(AtenNode n) {
    boolean whole = n.argument(0) instanceof Long && n.argument(1) instanceof Long;
    double power = Math.pow(n.real(0), n.real(1));
    return whole && n.call().overload().equals("int_to_int") ? (Object) (long) power : power;
  }

  private static List<Object> negative(AtenNode n) {
    Object a = n.argument(0);
    if (a instanceof Double d) {
      return List.of(-d);
    }
    if (Sizes.isFixed(a)) {
      return List.of(Math.negateExact(Sizes.fixed(a)));
    }
    Value zero = new Sizes(n).value(0L, "zero");
    Value result = n.result(new Binary(BinaryKind.SUB), zero, n.value(0));
    return List.of(new SymInt(Dim.of(0).minus(Sizes.dim(a)), result));
  }

  private interface Order {
    boolean holds(int comparison);
  }

  private static void compare(String name, Order order) {
    ALL.put("aten::" + name, n -> List.of(compared(n, order)));
  }

  private static Object compared(AtenNode n, Order order) {
    Object a = n.argument(0);
    Object b = n.argument(1);
    if (a instanceof SymInt x
        && b instanceof SymInt y
        && x.dim().equals(y.dim())
        && !x.dim().isUnknown()) {
      return order.holds(0);
    }
    if (a instanceof String || a == null || a instanceof List) {
      return order.holds(java.util.Objects.equals(a, b) ? 0 : 1);
    }
    return order.holds(Double.compare(n.real(0), n.real(1)));
  }

  private static Object logic(AtenNode n, LongBinaryOperator op) {
    long result = op.applyAsLong(n.integer(0), n.integer(1));
    return n.argument(0) instanceof Boolean ? (Object) (result != 0) : (Object) result;
  }
}
