package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unsqueeze;

/** Operators that cut values, and put them together. */
final class RouteOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("slice", RouteOps::slice);
    ALL.put("narrow", RouteOps::narrow);
    ALL.put("select", RouteOps::select);
    for (String cat : List.of("cat", "concat")) {
      ALL.put(cat, RouteOps::concat);
    }
    ALL.put("stack", RouteOps::stack);
    for (String split : List.of("split", "split_with_sizes", "unsafe_split")) {
      ALL.put(split, RouteOps::split);
    }
    for (String chunk : List.of("chunk", "unsafe_chunk")) {
      ALL.put(chunk, RouteOps::chunk);
    }
    ALL.put("unbind", RouteOps::unbind);
    for (String repeat : List.of("repeat", "tile")) {
      ALL.put(repeat, n -> n.tensors(repeat(n)));
    }
    ALL.put("repeat_interleave.self_int", RouteOps::interleave);
    ALL.put("flip", RouteOps::flip);
    ALL.put("roll", RouteOps::roll);
    ALL.put("pad", n -> pad(n, n.text(2), n.realOr(3, 0)));
    ALL.put("constant_pad_nd", n -> pad(n, "constant", n.real(2)));
    ALL.put("tril", n -> triangle(n, false));
    ALL.put("triu", n -> triangle(n, true));
  }

  private RouteOps() {}

  static int fixedSize(AtenNode n, int argument, int axis) {
    return fixedSize(n, n.value(argument), axis);
  }

  static int fixedSize(AtenNode n, Value x, int axis) {
    Dim dim = n.shape(x).dim(axis);
    if (!dim.isFixed()) {
      throw n.unsupported("axis " + axis + " of " + n.shape(x) + " must have a fixed size");
    }
    return Math.toIntExact(dim.size());
  }

  /** Adds a split on the way to the result. */
  static List<TorchValue> parts(AtenNode n, String suffix, Split op, Value x) {
    return n.addAll(suffix, op, x).stream().map(TorchValue::new).toList();
  }

  private static List<Object> slice(AtenNode n) {
    int axis = n.axis(0, 1);
    Object start = n.has(2) ? n.argument(2) : (Object) 0L;
    Object end = n.has(3) ? n.argument(3) : (Object) Long.MAX_VALUE;
    if (n.integer(4) < 1) {
      throw n.malformed("the step of a slice must be positive, found " + n.integer(4));
    }
    boolean whole =
        start.equals(0L) && n.integer(4) == 1 && end instanceof Long e && covers(n, axis, e);
    return n.tensors(whole ? n.value(0) : cut(n, axis, start, end, n.integer(4)));
  }

  private static boolean covers(AtenNode n, int axis, long end) {
    Dim dim = n.shape(0).dim(axis);
    return end >= Integer.MAX_VALUE || (dim.isFixed() && end >= dim.size());
  }

  private static Value cut(AtenNode n, int axis, Object start, Object end, long step) {
    Sizes sizes = new Sizes(n);
    Value from = sizes.vector(List.of(start), "start");
    Value to = sizes.vector(List.of(end), "end");
    Value along = n.vector("axis", List.of(axis));
    return step == 1
        ? n.result(new Slice(), n.value(0), from, to, along)
        : n.result(new Slice(), n.value(0), from, to, along, sizes.vector(List.of(step), "step"));
  }

  private static List<Object> narrow(AtenNode n) {
    int axis = n.axis(0, 1);
    long start = n.integer(2);
    Object size = n.argument(3);
    if (size instanceof Long length) {
      long from = start < 0 ? start + fixedSize(n, 0, axis) : start;
      return n.tensors(cut(n, axis, from, from + length, 1));
    }
    if (start != 0) {
      throw n.unsupported("narrow to a dynamic length from " + start);
    }
    return n.tensors(cut(n, axis, 0L, size, 1));
  }

  private static List<Object> select(AtenNode n) {
    int axis = n.axis(0, 1);
    Object index = n.argument(2);
    Value at =
        index instanceof Long l
            ? n.scalar("index", ElementType.I64, l)
            : new Sizes(n).value(index, "index");
    return n.tensors(n.result(new Gather(axis), n.value(0), at));
  }

  /** Empty vectors of a fixed size may stand beside tensors of any rank; torch leaves them out. */
  private static List<Object> concat(AtenNode n) {
    List<Value> all = values(n);
    List<Value> parts =
        all.stream()
            .filter(v -> all.size() == 1 || !n.shape(v).equals(org.spikezip.ir.Shape.of(0)))
            .toList();
    int axis = n.front(n.shape(parts.get(0)).rank(), n.integer(1));
    return n.tensors(
        parts.size() == 1 ? parts.get(0) : n.result(new Concat(axis), parts.toArray(new Value[0])));
  }

  private static List<Value> values(AtenNode n) {
    List<Object> parts = n.list(0);
    ElementType type = n.promotedAll(parts);
    List<Value> values = new ArrayList<>();
    for (Object part : parts) {
      String suffix = "part" + values.size();
      values.add(n.cast(suffix + "_cast", n.value(part, suffix), type));
    }
    if (values.isEmpty()) {
      throw n.malformed("puts no tensors together");
    }
    return values;
  }

  private static List<Object> stack(AtenNode n) {
    List<Value> parts = values(n);
    int axis = n.front(n.shape(parts.get(0)).rank() + 1, n.integer(1));
    List<Value> wide = new ArrayList<>();
    for (Value part : parts) {
      wide.add(n.add("wide" + wide.size(), new Unsqueeze(List.of(axis)), part));
    }
    return n.tensors(n.result(new Concat(axis), wide.toArray(new Value[0])));
  }

  private static List<Object> split(AtenNode n) {
    int axis = n.axis(0, 2);
    if (n.argument(1) instanceof List) {
      return split(n, axis, n.wholes(1));
    }
    return split(n, axis, n.whole(1));
  }

  private static List<Object> split(AtenNode n, int axis, int part) {
    if (part < 1) {
      throw n.malformed("splits into parts of " + part);
    }
    int size = fixedSize(n, 0, axis);
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(size / part, part));
    if (size % part != 0) {
      sizes.add(size % part);
    }
    return split(n, axis, sizes);
  }

  private static List<Object> split(AtenNode n, int axis, List<Integer> sizes) {
    if (sizes.size() == 1) {
      return List.of(List.of(new TorchValue(n.value(0))));
    }
    List<Value> parts = n.addAll(new Split(axis, sizes), n.value(0));
    return List.of(parts.stream().map(v -> (Object) new TorchValue(v)).toList());
  }

  private static List<Object> chunk(AtenNode n) {
    int axis = n.axis(0, 2);
    int chunks = Math.max(1, n.whole(1));
    int part = Math.floorDiv(fixedSize(n, 0, axis) + chunks - 1, chunks);
    return split(n, axis, Math.max(1, part));
  }

  private static List<Object> unbind(AtenNode n) {
    int axis = n.axis(0, 1);
    int size = fixedSize(n, 0, axis);
    List<Value> parts =
        n.addAll("parts", new Split(axis, Collections.nCopies(size, 1)), n.value(0));
    List<Object> results = new ArrayList<>();
    for (Value part : parts) {
      results.add(new TorchValue(n.add("" + results.size(), new Squeeze(List.of(axis)), part)));
    }
    return List.of(results);
  }

  /** Repeats along every axis: each is doubled into (times, size), broadcast, and merged. */
  private static Value repeat(AtenNode n) {
    List<Object> times = n.list(1);
    int rank = n.rank(0);
    while (times.size() < rank) {
      times.add(0, 1L);
    }
    Sizes sizes = new Sizes(n);
    List<Object> apart = new ArrayList<>();
    List<Object> wide = new ArrayList<>();
    List<Object> merged = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      int axis = i - (times.size() - rank);
      Object size = axis < 0 ? (Object) 1L : n.size(n.value(0), axis, "size" + i);
      apart.addAll(List.of(1L, size));
      wide.addAll(List.of(times.get(i), size));
      merged.add(sizes.product(List.of(times.get(i), size), "merged" + i));
    }
    Value parted = sizes.reshaped("apart", n.value(0), apart);
    Value repeated = n.add("wide", new Expand(), parted, sizes.vector(wide, "wide_sizes"));
    return sizes.reshapedResult(repeated, merged);
  }

  private static List<Object> interleave(AtenNode n) {
    if (!n.has(2)) {
      throw n.unsupported("repeat_interleave without an axis");
    }
    int axis = n.axis(0, 2);
    long times = n.integer(1);
    Sizes sizes = new Sizes(n);
    List<Object> all = sizes.all(n.value(0), "size");
    Value apart = n.add("apart", new Unsqueeze(List.of(axis + 1)), n.value(0));
    List<Object> wide = new ArrayList<>(all);
    wide.add(axis + 1, times);
    Value repeated = n.add("wide", new Expand(), apart, sizes.vector(wide, "wide_sizes"));
    all.set(axis, sizes.product(List.of(all.get(axis), times), "merged"));
    return n.tensors(sizes.reshapedResult(repeated, all));
  }

  private static List<Object> flip(AtenNode n) {
    List<Integer> axes = n.axes(0, 1);
    int count = axes.size();
    long[] last = new long[count];
    Arrays.fill(last, -1);
    long[] before = new long[count];
    Arrays.fill(before, Long.MIN_VALUE);
    Value start = n.constant("start", Tensor.of(last, count));
    Value end = n.constant("end", Tensor.of(before, count));
    Value step = n.constant("step", Tensor.of(last, count));
    return n.tensors(n.result(new Slice(), n.value(0), start, end, n.vector("axes", axes), step));
  }

  private static List<Object> roll(AtenNode n) {
    List<Integer> axes = n.axes(0, 2);
    List<Integer> shifts = n.wholes(1);
    if (axes.isEmpty() || axes.size() != shifts.size()) {
      throw n.unsupported("roll without axes");
    }
    Value x = n.value(0);
    for (int i = 0; i < axes.size(); i++) {
      int size = fixedSize(n, x, axes.get(i));
      int shift = size == 0 ? 0 : Math.floorMod(shifts.get(i), size);
      if (shift != 0) {
        Split cut = new Split(axes.get(i), List.of(size - shift, shift));
        List<TorchValue> parts = parts(n, "parts" + i, cut, x);
        Concat turned = new Concat(axes.get(i));
        x = n.add("rolled" + i, turned, parts.get(1).value(), parts.get(0).value());
      }
    }
    return n.tensors(x);
  }

  /** Pads come in pairs, the last axis first. */
  private static List<Object> pad(AtenNode n, String mode, double value) {
    if (!mode.equals("constant")) {
      throw n.unsupported("padding of mode '" + mode + "'");
    }
    int rank = n.rank(0);
    List<Integer> given = n.wholes(1);
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0));
    for (int i = 0; i < given.size() / 2; i++) {
      int axis = n.front(rank, rank - 1L - i);
      pads.set(axis, given.get(2 * i));
      pads.set(axis + rank, given.get(2 * i + 1));
    }
    return n.tensors(n.result(new Pad(pads, (float) value), n.value(0)));
  }

  private static List<Object> triangle(AtenNode n, boolean upper) {
    return n.tensors(n.result(new Trilu(upper, n.whole(1)), n.value(0)));
  }
}
