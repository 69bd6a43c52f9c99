package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.spikezip.frontend.torch.aten.SymInt;
import org.spikezip.frontend.torch.script.Values.UnknownTruth;
import org.spikezip.ir.Dim;

/** Comparisons and logic that decide where code goes, sizes that are not fixed included. */
final class Decisions {
  static final Map<String, Builtin> ALL = new HashMap<>();

  private static final UnknownTruth SIZES = new UnknownTruth("sizes of the inputs");

  static {
    compare("eq", c -> c == 0);
    compare("ne", c -> c != 0);
    compare("lt", c -> c < 0);
    compare("le", c -> c <= 0);
    compare("gt", c -> c > 0);
    compare("ge", c -> c >= 0);
    ALL.put("__is__", a -> same(a));
    ALL.put("__isnot__", a -> not(same(a)));
    ALL.put("__not__", a -> not(a.get(0)));
    ALL.put("is_grad_enabled", a -> false);
    ALL.put("is_autocast_enabled", a -> false);
    ALL.put("is_autocast_cpu_enabled", a -> false);
    ALL.put("any", a -> known(a) ? (Object) truths(a).contains(true) : Builtin.NOT_MINE);
    ALL.put("all", a -> known(a) ? (Object) !truths(a).contains(false) : Builtin.NOT_MINE);
    ALL.put("warn", a -> null);
    ALL.put("_unwrap_optional", a -> a.get(0));
  }

  private Decisions() {}

  private static void compare(String name, IntPredicate holds) {
    ALL.put(name, arguments -> compare(arguments, holds));
  }

  private static Object compare(List<Object> arguments, IntPredicate holds) {
    if (arguments.size() != 2) {
      return Builtin.NOT_MINE;
    }
    Object a = arguments.get(0);
    Object b = arguments.get(1);
    if (Values.isInteger(a) && Values.isInteger(b)) {
      return compare(dim(a), dim(b), holds);
    }
    if (Values.isSequence(a) && Values.isSequence(b)) {
      return equal(Values.elements(a), Values.elements(b), holds);
    }
    boolean plain = plain(a) && plain(b);
    if (plain && a instanceof Number x && b instanceof Number y) {
      return holds.test(Double.compare(x.doubleValue(), y.doubleValue()));
    }
    return plain ? (Object) holds.test(Objects.equals(a, b) ? 0 : 1) : Builtin.NOT_MINE;
  }

  private static boolean plain(Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean;
  }

  private static Dim dim(Object integer) {
    return integer instanceof SymInt size ? size.dim() : Dim.of((Long) integer);
  }

  private static Object compare(Dim a, Dim b, IntPredicate holds) {
    if (a.isFixed() && b.isFixed()) {
      return holds.test(Long.compare(a.size(), b.size()));
    }
    if (a.equals(b) && !a.isUnknown()) {
      return holds.test(0);
    }
    // An axis has at least one element.
    if (isAxis(a) && b.isFixed() && b.size() < 1) {
      return holds.test(1);
    }
    if (isAxis(b) && a.isFixed() && a.size() < 1) {
      return holds.test(-1);
    }
    return SIZES;
  }

  private static boolean isAxis(Dim dim) {
    return !dim.isFixed() && !dim.isUnknown() && !dim.symbol().startsWith("(");
  }

  private static Object equal(List<Object> a, List<Object> b, IntPredicate holds) {
    if (a.size() != b.size()) {
      return holds.test(1);
    }
    List<Object> each = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      each.add(compare(java.util.Arrays.asList(a.get(i), b.get(i)), c -> c == 0));
    }
    if (each.contains(Builtin.NOT_MINE)) {
      return Builtin.NOT_MINE;
    }
    if (each.contains(false)) {
      return holds.test(1);
    }
    return each.contains(SIZES) ? SIZES : (Object) holds.test(0);
  }

  private static Object same(List<Object> arguments) {
    Object a = arguments.get(0);
    Object b = arguments.get(1);
    return a == b || (plain(a) && a.equals(b));
  }

  private static Object not(Object truth) {
    return truth instanceof Boolean known
        ? (Object) !known
        : truth instanceof UnknownTruth ? truth : Builtin.NOT_MINE;
  }

  private static boolean known(List<Object> arguments) {
    return arguments.size() == 1
        && arguments.get(0) instanceof List<?> list
        && list.stream().allMatch(Decisions::plain);
  }

  private static List<Boolean> truths(List<Object> arguments) {
    return ((List<?>) arguments.get(0))
        .stream().map(e -> e instanceof Number n ? n.doubleValue() != 0 : e.equals(true)).toList();
  }
}
