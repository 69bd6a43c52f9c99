package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Op;

/**
 * A call on its way into the graph: its arguments by position, and how to add what replaces it.
 * Nodes that make a result carry the call's label; those on the way there carry it with a suffix.
 */
final class AtenNode {
  private final AtenContext context;
  private final AtenCall call;

  AtenNode(AtenContext context, AtenCall call) {
    this.context = context;
    this.call = call;
  }

  AtenCall call() {
    return call;
  }

  Object argument(int index) {
    return call.arguments().get(index);
  }

  /** Whether the schema has this parameter and its argument is not None. */
  boolean has(int index) {
    return index < call.arguments().size() && argument(index) != null;
  }

  /** Whether an argument is a tensor, constant or not. */
  boolean isTensor(int index) {
    return has(index) && isTensor(argument(index));
  }

  static boolean isTensor(Object argument) {
    return argument instanceof TorchValue || argument instanceof Tensor;
  }

  /** An argument as a value of the graph; numbers become scalars of torch's default types. */
  Value value(int index) {
    return value(argument(index), "" + index);
  }

  Value value(Object argument, String suffix) {
    if (argument instanceof TorchValue v) {
      return v.value();
    }
    if (argument instanceof Tensor t) {
      return context.constant(label(suffix), t);
    }
    if (argument instanceof SymInt s) {
      return s.value();
    }
    return number(argument)
        .map(n -> scalar(suffix, n.type(), n.value()))
        .orElseThrow(() -> wrong(suffix, "a tensor", argument));
  }

  /** An argument as a value of this element type. */
  Value value(int index, ElementType type) {
    Optional<Numbers> number = number(argument(index));
    return number.isPresent()
        ? scalar("" + index, type, number.get().value())
        : cast("" + index + "_cast", value(index), type);
  }

  private record Numbers(ElementType type, double value) {}

  private static Optional<Numbers> number(Object argument) {
    if (argument instanceof Double d) {
      return Optional.of(new Numbers(ElementType.F32, d));
    }
    if (argument instanceof Long l) {
      return Optional.of(new Numbers(ElementType.I64, l));
    }
    if (argument instanceof Boolean b) {
      return Optional.of(new Numbers(ElementType.BOOL, b ? 1 : 0));
    }
    return Optional.empty();
  }

  /** The type that torch computes an operation on these arguments in. */
  ElementType promoted(int... indices) {
    return Promotion.of(Arrays.stream(indices).mapToObj(i -> operand(argument(i))).toList());
  }

  /** The type that torch puts these tensors together in. */
  ElementType promotedAll(List<Object> arguments) {
    return Promotion.of(arguments.stream().map(this::operand).toList());
  }

  private Promotion.Operand operand(Object argument) {
    if (isTensor(argument)) {
      Fact fact = context.fact(argument);
      boolean scalar = fact.shape().known() && fact.shape().rank() == 0;
      return new Promotion.Operand(
          fact.type(), scalar ? Promotion.Rank.SCALAR_TENSOR : Promotion.Rank.TENSOR);
    }
    ElementType type = number(argument).map(Numbers::type).orElse(ElementType.I64);
    return new Promotion.Operand(type, Promotion.Rank.NUMBER);
  }

  Fact fact(int index) {
    return fact(value(index));
  }

  Fact fact(Value value) {
    return context.builder().fact(value);
  }

  ElementType type(int index) {
    return fact(index).type();
  }

  /** The shape of a tensor whose rank is known. */
  Shape shape(int index) {
    return shape(value(index));
  }

  Shape shape(Value value) {
    Shape shape = fact(value).shape();
    if (!shape.known()) {
      throw unsupported("the rank of its input is not known");
    }
    return shape;
  }

  int rank(int index) {
    return shape(index).rank();
  }

  /** An axis of a tensor, counted from the front. A scalar counts as a vector, as in torch. */
  int axis(int tensor, int index) {
    return front(rank(tensor), integer(index));
  }

  /** An axis of a value of this rank, counted from the front. */
  int front(int rank, long axis) {
    int size = Math.max(1, rank);
    long front = axis < 0 ? axis + size : axis;
    if (front < 0 || front >= size) {
      throw malformed("axis " + axis + " is outside of " + rank + " axes");
    }
    return (int) front;
  }

  /** A list of axes, counted from the front; empty for None. */
  List<Integer> axes(int tensor, int index) {
    if (!has(index)) {
      return List.of();
    }
    int rank = rank(tensor);
    return integers(index).stream().map(a -> front(rank, a)).toList();
  }

  long integer(int index) {
    Object argument = argument(index);
    if (argument instanceof Long l) {
      return l;
    }
    if (argument instanceof Boolean b) {
      return b ? 1 : 0;
    }
    if (argument instanceof SymInt s && s.dim().isFixed()) {
      return s.dim().size();
    }
    if (argument instanceof SymInt) {
      throw unsupported("argument " + index + " must be a fixed number, found a dynamic one");
    }
    throw wrong("" + index, "a whole number", argument);
  }

  int whole(int index) {
    long value = integer(index);
    if (value != (int) value) {
      throw malformed("argument " + index + " is out of range: " + value);
    }
    return (int) value;
  }

  double real(int index) {
    Object argument = argument(index);
    if (argument instanceof Double d) {
      return d;
    }
    return integer(index);
  }

  double realOr(int index, double otherwise) {
    return has(index) ? real(index) : otherwise;
  }

  boolean flag(int index) {
    return has(index) && integer(index) != 0;
  }

  String text(int index) {
    if (argument(index) instanceof String s) {
      return s;
    }
    throw wrong("" + index, "a text", argument(index));
  }

  /** An element type argument. */
  Optional<ElementType> elementType(int index) {
    if (!has(index)) {
      return Optional.empty();
    }
    ScalarType type =
        argument(index) instanceof ScalarType t ? t : ScalarType.ofCode(integer(index));
    return Optional.of(type.element());
  }

  /** A list argument; a single thing is a list of one. */
  List<Object> list(int index) {
    Object argument = argument(index);
    if (argument instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return argument == null ? List.of() : List.of(argument);
  }

  List<Long> integers(int index) {
    List<Long> numbers = new ArrayList<>();
    for (Object element : list(index)) {
      if (element instanceof Long l) {
        numbers.add(l);
      } else if (element instanceof SymInt s && s.dim().isFixed()) {
        numbers.add(s.dim().size());
      } else {
        throw unsupported("argument " + index + " must be fixed numbers, found " + list(index));
      }
    }
    return numbers;
  }

  List<Integer> wholes(int index) {
    return integers(index).stream().map(Math::toIntExact).toList();
  }

  /** Fixed numbers for this many spatial axes; one number stands for all. */
  List<Integer> wholes(int index, int count) {
    List<Integer> given = wholes(index);
    return given.size() == 1 ? java.util.Collections.nCopies(count, given.get(0)) : given;
  }

  /** Adds the node that makes the result. */
  Value result(Op op, Value... operands) {
    return context.builder().add(call.label(), op, operands);
  }

  /** Adds a node on the way to the result. */
  Value add(String suffix, Op op, Value... operands) {
    return context.builder().add(label(suffix), op, operands);
  }

  /** Adds a node of several outputs on the way to the result. */
  List<Value> addAll(String suffix, Op op, Value... operands) {
    return context.builder().add(label(suffix), op, List.of(operands));
  }

  /** Adds the node that makes all results. */
  List<Value> addAll(Op op, Value... operands) {
    return context.builder().add(call.label(), op, List.of(operands));
  }

  /** The value in this element type. */
  Value cast(String suffix, Value value, ElementType type) {
    return fact(value).type() == type ? value : add(suffix, new Cast(type), value);
  }

  Value constant(String suffix, Tensor tensor) {
    return context.constant(label(suffix), tensor);
  }

  Value vector(String suffix, List<Integer> values) {
    return constant(
        suffix, Tensor.of(values.stream().mapToLong(Integer::longValue).toArray(), values.size()));
  }

  /** A number of this element type. */
  Value scalar(String suffix, ElementType type, double value) {
    return constant(suffix, scalar(type, value));
  }

  static Tensor scalar(ElementType type, double value) {
    if (type == ElementType.F64) {
      java.nio.ByteBuffer bytes =
          java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      return Tensor.of(type, new int[0], bytes.putDouble(0, value));
    }
    return type.isFloat()
        ? Tensor.ofFloats(type, new float[] {(float) value})
        : Tensor.ofLongs(type, new long[] {(long) value});
  }

  /** Results that are tensors. */
  List<Object> tensors(Value... values) {
    return Arrays.stream(values).map(v -> (Object) new TorchValue(v)).toList();
  }

  /** A dimension as a number argument: a {@link Long} where it is fixed. */
  Object size(Value tensor, int axis, String suffix) {
    Dim dim = shape(tensor).dim(axis);
    return dim.isFixed() ? (Object) dim.size() : new Sizes(this).of(tensor, axis, suffix);
  }

  private String label(String suffix) {
    return call.label() + "/" + suffix;
  }

  SpikezipException unsupported(String message) {
    return new SpikezipException(ErrorCode.UNSUPPORTED, message);
  }

  SpikezipException malformed(String message) {
    return new SpikezipException(ErrorCode.MALFORMED, message);
  }

  private SpikezipException wrong(String index, String expected, Object found) {
    String kind =
        found == null
            ? "None"
            : found instanceof QuantizedTensor ? "a quantized tensor" : "" + found;
    return new SpikezipException(
        ErrorCode.UNSUPPORTED, "argument " + index + " must be " + expected + ", found " + kind);
  }
}
