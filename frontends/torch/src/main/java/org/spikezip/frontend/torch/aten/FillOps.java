package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Range;

/** Operators that make tensors of numbers. */
final class FillOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("arange.", n -> arange(n, -1, 0, -1, 1));
    ALL.put("arange.start", n -> arange(n, 0, 1, -1, 2));
    ALL.put("arange.start_step", n -> arange(n, 0, 1, 2, 3));
    ALL.put(
        "full", n -> n.tensors(filled(n, n.list(0), 1, n.elementType(2).orElse(n.promoted(1)))));
    ALL.put("zeros", n -> constant(n, n.list(0), 0, type(n, 1)));
    ALL.put("ones", n -> constant(n, n.list(0), 1, type(n, 1)));
    // What an empty tensor holds is not defined; it is filled before anything reads it.
    ALL.put("empty", n -> constant(n, n.list(0), 0, type(n, 1)));
    ALL.put("new_zeros", n -> constant(n, n.list(1), 0, typeAs(n, 2)));
    ALL.put("new_ones", n -> constant(n, n.list(1), 1, typeAs(n, 2)));
    ALL.put("new_empty", n -> constant(n, n.list(1), 0, typeAs(n, 2)));
    ALL.put("new_full", n -> n.tensors(filled(n, n.list(1), 2, typeAs(n, 3))));
    ALL.put("zeros_like", n -> constant(n, sizes(n), 0, typeAs(n, 1)));
    ALL.put("ones_like", n -> constant(n, sizes(n), 1, typeAs(n, 1)));
    ALL.put("empty_like", n -> constant(n, sizes(n), 0, typeAs(n, 1)));
    ALL.put("full_like", n -> n.tensors(filled(n, sizes(n), 1, typeAs(n, 2))));
    ALL.put("scalar_tensor", n -> n.tensors(n.value(0, n.elementType(1).orElse(ElementType.F32))));
  }

  private FillOps() {}

  private static ElementType type(AtenNode n, int index) {
    return n.elementType(index).orElse(ElementType.F32);
  }

  private static ElementType typeAs(AtenNode n, int index) {
    return n.elementType(index).orElseGet(() -> n.type(0));
  }

  private static List<Object> sizes(AtenNode n) {
    return new Sizes(n).all(n.value(0), "size");
  }

  private static List<Object> constant(
      AtenNode n, List<Object> sizes, double value, ElementType type) {
    Fill op = new Fill(AtenNode.scalar(type, value));
    return n.tensors(n.result(op, new Sizes(n).vector(sizes, "sizes")));
  }

  /** Filled with an argument, which may be known only when the network runs. */
  private static Value filled(AtenNode n, List<Object> sizes, int index, ElementType type) {
    Value shape = new Sizes(n).vector(sizes, "sizes");
    Object value = n.argument(index);
    if (value instanceof Long || value instanceof Double || value instanceof Boolean) {
      double number = value instanceof Boolean b ? (b ? 1 : 0) : n.real(index);
      return n.result(new Fill(AtenNode.scalar(type, number)), shape);
    }
    return n.result(new Expand(), n.value(index, type), shape);
  }

  private static List<Object> arange(AtenNode n, int start, int end, int step, int dtype) {
    boolean whole = isWhole(n, start) && isWhole(n, end) && isWhole(n, step);
    ElementType natural = whole ? ElementType.I64 : ElementType.F32;
    ElementType type = n.elementType(dtype).orElse(natural);
    // Numbers are counted in the type of the bounds and then converted, as dynamic sizes are i64.
    Value from = start < 0 ? n.scalar("start", natural, 0) : n.value(start, natural);
    Value by = step < 0 ? n.scalar("step", natural, 1) : n.value(step, natural);
    Value to = n.value(end, natural);
    return n.tensors(
        type == natural
            ? n.result(new Range(), from, to, by)
            : n.cast("cast", n.add("range", new Range(), from, to, by), type));
  }

  private static boolean isWhole(AtenNode n, int index) {
    return index < 0 || !(n.argument(index) instanceof Double);
  }
}
