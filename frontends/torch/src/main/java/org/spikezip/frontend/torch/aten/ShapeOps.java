package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;

/** Operators that read or change shapes. */
final class ShapeOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("size.int", n -> List.of(n.size(n.value(0), n.axis(0, 1), "size")));
    ALL.put("sym_size.int", n -> List.of(n.size(n.value(0), n.axis(0, 1), "size")));
    ALL.put("size", n -> List.of(new Sizes(n).all(n.value(0), "size")));
    ALL.put("sym_size", n -> List.of(new Sizes(n).all(n.value(0), "size")));
    ALL.put("_shape_as_tensor", n -> n.tensors(n.result(new ShapeOf(), n.value(0))));
    ALL.put("dim", n -> List.of((long) n.rank(0)));
    for (String count : List.of("numel", "sym_numel")) {
      ALL.put(count, ShapeOps::count);
    }
    ALL.put("len", n -> List.of(n.size(n.value(0), 0, "size")));
    for (String view : List.of("view", "reshape", "_unsafe_view")) {
      ALL.put(view, n -> n.tensors(reshape(n, n.list(1))));
    }
    ALL.put("view.dtype", TypeOps::reinterpret);
    for (String as : List.of("view_as", "reshape_as")) {
      ALL.put(as, n -> n.tensors(reshape(n, new Sizes(n).all(n.value(1), "as"))));
    }
    ALL.put("flatten", ShapeOps::flatten);
    ALL.put("unflatten", ShapeOps::unflatten);
    ALL.put("permute", n -> n.tensors(n.result(new Transpose(n.axes(0, 1)), n.value(0))));
    for (String swap : List.of("transpose", "swapaxes", "swapdims")) {
      ALL.put(swap, ShapeOps::transpose);
    }
    for (String t : List.of("t", "numpy_T")) {
      ALL.put(t, ShapeOps::reverse);
    }
    for (String move : List.of("movedim", "moveaxis")) {
      ALL.put(move, ShapeOps::move);
    }
    for (String expand : List.of("expand", "broadcast_to")) {
      ALL.put(expand, n -> n.tensors(expand(n, n.list(1))));
    }
    ALL.put("expand_as", n -> n.tensors(expand(n, new Sizes(n).all(n.value(1), "as"))));
    ALL.put("squeeze", ShapeOps::squeeze);
    ALL.put("unsqueeze", ShapeOps::unsqueeze);
  }

  private ShapeOps() {}

  private static List<Object> count(AtenNode n) {
    return List.of(new Sizes(n).product(new Sizes(n).all(n.value(0), "size"), "count"));
  }

  private static Value reshape(AtenNode n, List<Object> sizes) {
    return new Sizes(n).reshapedResult(n.value(0), sizes);
  }

  /** The axes from the first to the last become one. */
  private static List<Object> flatten(AtenNode n) {
    int rank = n.rank(0);
    if (rank == 0) {
      return n.tensors(n.result(new Unsqueeze(List.of(0)), n.value(0)));
    }
    int first = n.axis(0, 1);
    int last = n.axis(0, 2);
    if (first == last) {
      return n.tensors(n.value(0));
    }
    return n.tensors(reshape(n, merged(n, first, last)));
  }

  private static List<Object> merged(AtenNode n, int first, int last) {
    Shape shape = n.shape(0);
    List<Object> sizes = new ArrayList<>();
    boolean open = false;
    for (int i = 0; i < shape.rank(); i++) {
      Dim dim = shape.dim(i);
      if (i < first || i > last) {
        open |= !dim.isFixed();
        sizes.add(n.size(n.value(0), i, "size" + i));
      } else if (i == first) {
        Dim all = Shape.of(shape.dims().subList(first, last + 1)).elements();
        sizes.add(all.isFixed() ? all.size() : -1L);
      }
    }
    if (open && sizes.contains(-1L)) {
      List<Object> inner = new Sizes(n).all(n.value(0), "part").subList(first, last + 1);
      sizes.set(first, new Sizes(n).product(inner, "merged"));
    }
    return sizes;
  }

  private static List<Object> unflatten(AtenNode n) {
    int axis = n.axis(0, 1);
    List<Object> sizes = new Sizes(n).all(n.value(0), "size");
    sizes.remove(axis);
    List<Object> parts = n.list(2);
    int open = parts.indexOf(-1L);
    if (open >= 0 && !sizes.stream().allMatch(Sizes::isFixed)) {
      List<Object> others = new ArrayList<>(parts);
      others.remove(open);
      Dim whole = n.shape(0).dim(axis);
      if (!whole.isFixed() || !others.stream().allMatch(Sizes::isFixed)) {
        throw n.unsupported("unflattens a dynamic axis among others");
      }
      long rest = others.stream().mapToLong(Sizes::fixed).reduce(1, Math::multiplyExact);
      parts.set(open, whole.size() / Math.max(1, rest));
    }
    sizes.addAll(axis, parts);
    return n.tensors(reshape(n, sizes));
  }

  private static List<Object> transpose(AtenNode n) {
    if (n.rank(0) == 0) {
      return n.tensors(n.value(0));
    }
    List<Integer> perm = LinearOps.identity(n.rank(0));
    Collections.swap(perm, n.axis(0, 1), n.axis(0, 2));
    return n.tensors(n.result(new Transpose(perm), n.value(0)));
  }

  private static List<Object> reverse(AtenNode n) {
    List<Integer> perm = LinearOps.identity(n.rank(0));
    Collections.reverse(perm);
    return n.tensors(perm.size() < 2 ? n.value(0) : n.result(new Transpose(perm), n.value(0)));
  }

  private static List<Object> move(AtenNode n) {
    List<Integer> from = n.axes(0, 1);
    List<Integer> to = n.axes(0, 2);
    List<Integer> rest = LinearOps.identity(n.rank(0));
    rest.removeAll(from);
    List<Integer> perm = new ArrayList<>();
    for (int i = 0; i < n.rank(0); i++) {
      int moved = to.indexOf(i);
      perm.add(moved >= 0 ? from.get(moved) : rest.remove(0));
    }
    return n.tensors(n.result(new Transpose(perm), n.value(0)));
  }

  /** −1 keeps the size of the axis. */
  private static Value expand(AtenNode n, List<Object> sizes) {
    int added = sizes.size() - n.rank(0);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      // A size of 1 broadcasts to whatever the input has.
      all.add(i >= added && Long.valueOf(-1).equals(sizes.get(i)) ? (Object) 1L : sizes.get(i));
    }
    return n.result(new Expand(), n.value(0), new Sizes(n).vector(all, "sizes"));
  }

  /** Axes of other sizes than 1 stay. */
  private static List<Object> squeeze(AtenNode n) {
    Shape shape = n.shape(0);
    boolean all = n.call().arguments().size() == 1;
    List<Integer> dropped = new ArrayList<>();
    for (int axis : all ? LinearOps.identity(shape.rank()) : n.axes(0, 1)) {
      if (shape.rank() == 0) {
        continue;
      }
      if (shape.dim(axis).equals(Dim.of(1))) {
        dropped.add(axis);
      } else if (!shape.dim(axis).isFixed() && all) {
        throw n.unsupported("whether axis " + axis + " of " + shape + " goes depends on its size");
      }
    }
    return n.tensors(dropped.isEmpty() ? n.value(0) : n.result(new Squeeze(dropped), n.value(0)));
  }

  private static List<Object> unsqueeze(AtenNode n) {
    int axis = n.front(n.rank(0) + 1, n.integer(1));
    return n.tensors(n.result(new Unsqueeze(List.of(axis)), n.value(0)));
  }
}
