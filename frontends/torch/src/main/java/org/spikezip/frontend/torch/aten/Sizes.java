package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Unsqueeze;

/** Sizes of axes as numbers, and lists of numbers as shapes, dynamic ones included. */
final class Sizes {
  private final AtenNode n;

  Sizes(AtenNode n) {
    this.n = n;
  }

  /** The size of a dynamic axis. */
  SymInt of(Value tensor, int axis, String suffix) {
    Value shape = n.add(suffix + "_shape", new ShapeOf(), tensor);
    Value index = n.scalar(suffix + "_axis", ElementType.I64, axis);
    Value size = n.add(suffix + "_size", new Gather(0), shape, index);
    return new SymInt(n.shape(tensor).dim(axis), size);
  }

  /** The size of an axis as a scalar of type i64. */
  Value scalar(Value tensor, int axis, String suffix) {
    return value(n.size(tensor, axis, suffix), suffix);
  }

  /** A number as a scalar of type i64. */
  Value value(Object number, String suffix) {
    return number instanceof Long l
        ? n.scalar(suffix, ElementType.I64, l)
        : n.value(number, suffix);
  }

  /** Numbers as a vector of type i64: a constant where all are fixed. */
  Value vector(List<Object> numbers, String suffix) {
    if (numbers.stream().allMatch(Sizes::isFixed)) {
      long[] sizes = numbers.stream().mapToLong(Sizes::fixed).toArray();
      return n.constant(suffix, Tensor.of(sizes, sizes.length));
    }
    List<Value> parts = new ArrayList<>();
    for (Object number : numbers) {
      String part = suffix + "_" + parts.size();
      Value scalar = value(number, part);
      parts.add(n.add(part + "_dim", new Unsqueeze(List.of(0)), scalar));
    }
    return n.add(suffix, new Concat(0), parts.toArray(new Value[0]));
  }

  /** All sizes of a tensor as numbers. */
  List<Object> all(Value tensor, String suffix) {
    List<Object> sizes = new ArrayList<>();
    for (int i = 0; i < n.shape(tensor).rank(); i++) {
      sizes.add(n.size(tensor, i, suffix + i));
    }
    return sizes;
  }

  /** A value under another shape; one −1 stands for what is left. */
  Value reshaped(String suffix, Value x, List<Object> sizes) {
    return n.add(suffix, op(sizes), x, vector(sizes, suffix + "_sizes"));
  }

  /** As {@link #reshaped}, as the call's result. */
  Value reshapedResult(Value x, List<Object> sizes) {
    return n.result(op(sizes), x, vector(sizes, "sizes"));
  }

  /** In torch 0 always means 0. */
  private static Reshape op(List<Object> sizes) {
    return new Reshape(sizes.contains(0L));
  }

  /** The product of numbers as a number. */
  Object product(List<Object> numbers, String suffix) {
    if (numbers.stream().allMatch(Sizes::isFixed)) {
      return numbers.stream().mapToLong(Sizes::fixed).reduce(1, Math::multiplyExact);
    }
    Object result = numbers.get(0);
    for (int i = 1; i < numbers.size(); i++) {
      String part = suffix + "_product" + i;
      Value a = value(result, part + "_a");
      Value b = value(numbers.get(i), part + "_b");
      Value made = n.add(part, new Binary(BinaryKind.MUL), a, b);
      result = new SymInt(dim(result).times(dim(numbers.get(i))), made);
    }
    return result;
  }

  static boolean isFixed(Object number) {
    return number instanceof Long || (number instanceof SymInt s && s.dim().isFixed());
  }

  static long fixed(Object number) {
    return number instanceof Long l ? l : ((SymInt) number).dim().size();
  }

  static Dim dim(Object number) {
    return number instanceof SymInt s ? s.dim() : Dim.of((Long) number);
  }
}
