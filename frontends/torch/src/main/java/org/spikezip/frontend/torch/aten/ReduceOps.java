package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Reductions along axes. */
final class ReduceOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    Map.of("mean", ReduceKind.MEAN, "sum", ReduceKind.SUM, "prod", ReduceKind.PROD)
        .forEach(
            (name, kind) -> {
              ALL.put(name + ".", n -> n.tensors(all(n, kind, 1)));
              ALL.put(name, n -> n.tensors(along(n, kind, 3)));
            });
    Map.of("amax", ReduceKind.MAX, "amin", ReduceKind.MIN)
        .forEach((name, kind) -> ALL.put(name, n -> n.tensors(reduce(n, kind, n.value(0)))));
    Map.of("max", ReduceKind.MAX, "min", ReduceKind.MIN)
        .forEach(
            (name, kind) -> {
              ALL.put(name, n -> n.tensors(n.result(whole(n, kind), n.value(0))));
              ALL.put(name + ".dim", n -> extreme(n, kind));
            });
    ALL.put("any", n -> n.tensors(truth(n, ReduceKind.MAX)));
    ALL.put("all", n -> n.tensors(truth(n, ReduceKind.MIN)));
    ALL.put("var.correction", n -> n.tensors(variance(n, n.realOr(2, 1), n.flag(3))));
    ALL.put("var.dim", n -> n.tensors(variance(n, n.flag(2) ? 1 : 0, n.flag(3))));
    ALL.put("linalg_vector_norm", ReduceOps::vectorNorm);
    ALL.put("argmax", ReduceOps::argMax);
    ALL.put("cumsum", ReduceOps::cumulativeSum);
  }

  private ReduceOps() {}

  /** Over all axes. */
  private static Reduce whole(AtenNode n, ReduceKind kind) {
    return new Reduce(kind, axes(n.rank(0), List.of()), false);
  }

  private static List<Integer> axes(int rank, List<Integer> given) {
    return given.isEmpty() ? LinearOps.identity(rank) : given;
  }

  private static Value all(AtenNode n, ReduceKind kind, int dtype) {
    return n.result(whole(n, kind), typed(n, dtype));
  }

  private static Value along(AtenNode n, ReduceKind kind, int dtype) {
    return reduce(n, kind, typed(n, dtype));
  }

  private static Value reduce(AtenNode n, ReduceKind kind, Value x) {
    if (n.rank(0) == 0) {
      return x;
    }
    return n.result(new Reduce(kind, axes(n.rank(0), n.axes(0, 1)), n.flag(2)), x);
  }

  /** Sums of whole numbers and booleans are i64, unless argument {@code dtype} says otherwise. */
  private static Value typed(AtenNode n, int dtype) {
    ElementType own = n.type(0);
    ElementType type = n.elementType(dtype).orElse(own.isFloat() ? own : ElementType.I64);
    return n.cast("typed", n.value(0), type);
  }

  /** Values; and where they are, if anything takes that. */
  private static List<Object> extreme(AtenNode n, ReduceKind kind) {
    if (n.call().arguments().size() < 3) {
      throw n.unsupported("a form of max or min that spikezip does not know");
    }
    int axis = n.axis(0, 1);
    boolean keep = n.flag(2);
    Value values = n.result(new Reduce(kind, List.of(axis), keep), n.value(0));
    Value where = indexOf(n, kind == ReduceKind.MAX ? "ArgMax" : "ArgMin", axis, keep);
    return n.tensors(values, where);
  }

  private static List<Object> argMax(AtenNode n) {
    if (!n.has(1)) {
      throw n.unsupported("argmax over all axes");
    }
    return n.tensors(indexOf(n, "ArgMax", n.axis(0, 1), n.flag(2)));
  }

  private static Value indexOf(AtenNode n, String type, int axis, boolean keep) {
    Map<String, Long> attributes =
        Map.of("axis", (long) axis, "keepdims", keep ? 1L : 0L, "select_last_index", 0L);
    List<Dim> dims = new java.util.ArrayList<>(n.shape(0).dims());
    dims.set(axis, Dim.of(1));
    if (!keep) {
      dims.remove(axis);
    }
    return HostNodes.add(n, type, attributes, ElementType.I64, Shape.of(dims), n.value(0));
  }

  private static List<Object> cumulativeSum(AtenNode n) {
    ElementType own = n.type(0);
    ElementType type = n.elementType(2).orElse(own.isFloat() ? own : ElementType.I64);
    Value x = n.cast("typed", n.value(0), type);
    Value axis = n.scalar("axis", ElementType.I64, n.axis(0, 1));
    return n.tensors(HostNodes.add(n, "CumSum", Map.of(), type, n.shape(0), x, axis));
  }

  private static Value truth(AtenNode n, ReduceKind kind) {
    Value numbers = n.add("numbers", new Cast(ElementType.I32), UnaryOps.truth(n, 0));
    boolean whole = n.call().arguments().size() == 1;
    Reduce op = whole ? whole(n, kind) : new Reduce(kind, axes(n.rank(0), n.axes(0, 1)), n.flag(2));
    Value reduced = n.add("reduced", op, numbers);
    return n.result(new Cast(ElementType.BOOL), reduced);
  }

  /** Mean of squared distances from the mean; divided by the count less the correction. */
  private static Value variance(AtenNode n, double correction, boolean keep) {
    List<Integer> axes = axes(n.rank(0), n.axes(0, 1));
    Value x = n.value(0);
    Value mean = n.add("mean", new Reduce(ReduceKind.MEAN, axes, true), x);
    Value centered = n.add("centered", new Binary(BinaryKind.SUB), x, mean);
    Value squares = n.add("squares", new Binary(BinaryKind.MUL), centered, centered);
    Reduce average = new Reduce(ReduceKind.MEAN, axes, keep);
    if (correction == 0) {
      return n.result(average, squares);
    }
    double count =
        axes.stream().mapToDouble(a -> RouteOps.fixedSize(n, x, a)).reduce(1, (a, b) -> a * b);
    Value biased = n.add("biased", average, squares);
    Value factor = n.scalar("correction", n.type(0), count / (count - correction));
    return n.result(new Binary(BinaryKind.MUL), biased, factor);
  }

  private static List<Object> vectorNorm(AtenNode n) {
    double order = n.real(1);
    List<Integer> axes = n.has(2) ? axes(n.rank(0), n.axes(0, 2)) : axes(n.rank(0), List.of());
    Value x = n.value(0);
    if (order == 1) {
      Value size = n.add("size", new Unary(UnaryKind.ABS), x);
      return n.tensors(n.result(new Reduce(ReduceKind.SUM, axes, n.flag(3)), size));
    }
    if (order != 2) {
      throw n.unsupported("a norm of order " + order);
    }
    Value squares = n.add("squares", new Binary(BinaryKind.MUL), x, x);
    Value sum = n.add("sum", new Reduce(ReduceKind.SUM, axes, n.flag(3)), squares);
    return n.tensors(n.result(new Unary(UnaryKind.SQRT), sum));
  }
}
