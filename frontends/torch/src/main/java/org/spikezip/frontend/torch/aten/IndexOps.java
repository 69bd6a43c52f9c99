package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.op.Where;

/** Operators that take elements by index. */
final class IndexOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("embedding", n -> n.tensors(n.result(new Gather(0), n.value(0), n.value(1))));
    ALL.put("index_select", n -> n.tensors(select(n)));
    ALL.put("gather", IndexOps::gather);
    ALL.put("index", IndexOps::index);
    ALL.put("one_hot", IndexOps::oneHot);
  }

  private IndexOps() {}

  private static Value select(AtenNode n) {
    return n.result(new Gather(n.axis(0, 1)), n.value(0), n.value(2));
  }

  private static List<Object> gather(AtenNode n) {
    int axis = n.axis(0, 1);
    return n.tensors(n.result(new GatherElements(axis), n.value(0), n.value(2)));
  }

  /** Tensors of indices in place of some axes; None takes an axis whole. */
  private static List<Object> index(AtenNode n) {
    List<Object> given = n.list(1);
    List<Integer> axes = new ArrayList<>();
    List<Value> indices = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (given.get(i) != null) {
        axes.add(i);
        indices.add(whole(n, n.value(given.get(i), "index" + i)));
      }
    }
    if (axes.isEmpty() || given.size() > n.rank(0)) {
      throw n.malformed(given.size() + " indices do not fit " + n.fact(0));
    }
    if (axes.size() == 1) {
      return n.tensors(n.result(new Gather(axes.get(0)), n.value(0), indices.get(0)));
    }
    return n.tensors(several(n, axes, indices));
  }

  private static Value whole(AtenNode n, Value index) {
    ElementType type = n.fact(index).type();
    if (type == ElementType.BOOL || type == ElementType.U8) {
      throw n.unsupported("how much a boolean mask selects depends on data");
    }
    return n.cast("whole" + index.node(), index, ElementType.I64);
  }

  /**
   * Indices of several axes as one index of those axes merged. They stand where the first of them
   * stood if they are neighbours, else in front, as in torch.
   */
  private static Value several(AtenNode n, List<Integer> axes, List<Value> indices) {
    int count = axes.size();
    boolean neighbours = axes.get(count - 1) - axes.get(0) == count - 1;
    int at = neighbours ? axes.get(0) : 0;
    List<Integer> rest = LinearOps.identity(n.rank(0));
    rest.removeAll(axes);
    List<Integer> perm = new ArrayList<>(rest);
    perm.addAll(at, axes);
    Value ordered = n.add("ordered", new Transpose(perm), n.value(0));
    Sizes sizes = new Sizes(n);
    List<Object> merged = new ArrayList<>();
    rest.forEach(axis -> merged.add(n.size(n.value(0), axis, "rest" + axis)));
    List<Object> taken = new ArrayList<>();
    axes.forEach(axis -> taken.add(n.size(n.value(0), axis, "taken" + axis)));
    merged.add(at, sizes.product(taken, "taken"));
    Value flat = sizes.reshaped("flat", ordered, merged);
    return n.result(new Gather(at), flat, combined(n, indices, taken));
  }

  private static Value combined(AtenNode n, List<Value> indices, List<Object> sizes) {
    Value result = front(n, 0, indices.get(0), sizes.get(0));
    for (int i = 1; i < indices.size(); i++) {
      Value size = new Sizes(n).value(sizes.get(i), "stride" + i);
      Value scaled = n.add("scaled" + i, new Binary(BinaryKind.MUL), result, size);
      Value next = front(n, i, indices.get(i), sizes.get(i));
      result = n.add("combined" + i, new Binary(BinaryKind.ADD), scaled, next);
    }
    return result;
  }

  /** An index counted from the front. */
  private static Value front(AtenNode n, int i, Value index, Object size) {
    Value zero = n.scalar("zero" + i, ElementType.I64, 0);
    Value negative = n.add("negative" + i, new Binary(BinaryKind.LESS), index, zero);
    Value length = new Sizes(n).value(size, "length" + i);
    Value moved = n.add("moved" + i, new Binary(BinaryKind.ADD), index, length);
    return n.add("front" + i, new Where(), negative, moved, index);
  }

  private static List<Object> oneHot(AtenNode n) {
    if (n.integer(1) < 1) {
      throw n.unsupported("one_hot without a number of classes");
    }
    long[] numbers = java.util.stream.LongStream.range(0, n.integer(1)).toArray();
    Value classes = n.constant("classes", Tensor.of(numbers, numbers.length));
    Value wide = n.add("wide", new Unsqueeze(List.of(-1)), n.value(0, ElementType.I64));
    Value same = n.add("same", new Binary(BinaryKind.EQUAL), wide, classes);
    return n.tensors(n.result(new Cast(ElementType.I64), same));
  }
}
