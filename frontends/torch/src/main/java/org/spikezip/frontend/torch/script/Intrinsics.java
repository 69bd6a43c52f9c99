package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.frontend.torch.aten.SymInt;
import org.spikezip.frontend.torch.script.Values.Unknown;
import org.spikezip.frontend.torch.script.Values.UnknownTruth;

/** Calls of plain names: conversions, type tests, and what only the printer of the code writes. */
final class Intrinsics {
  private static final int MOST_RANGE = 1 << 20;

  private final Evaluator evaluator;
  private final Operators operators;

  Intrinsics(Evaluator evaluator, Operators operators) {
    this.evaluator = evaluator;
    this.operators = operators;
  }

  Object call(String name, Expression.Call call, Frame frame) {
    List<Expression> arguments = call.arguments();
    int line = call.line();
    return switch (name) {
      case "annotate" -> annotate(argument(call, 1, frame), arguments.get(0), frame, line);
      case "unchecked_cast" -> argument(call, 1, frame);
      case "uninitialized" -> Unknown.VALUE;
      case "int", "float", "bool", "str" -> convert(name, argument(call, 0, frame), frame, line);
      case "isinstance" -> isInstance(argument(call, 0, frame), call, frame);
      case "getattr" -> getAttribute(call, frame);
      case "range" -> range(evaluator.all(arguments, frame), frame, line);
      case "fork" -> {
        List<Object> values = evaluator.all(arguments, frame);
        if (values.isEmpty()) {
          throw frame.malformed(line, "forks nothing");
        }
        yield evaluator.call(values.get(0), values.subList(1, values.size()), frame, line);
      }
      default -> throw frame.malformed(line, "there is no function '" + name + "'");
    };
  }

  private Object argument(Expression.Call call, int index, Frame frame) {
    if (index >= call.arguments().size()) {
      throw frame.malformed(call.line(), "an argument is missing");
    }
    return evaluator.evaluate(call.arguments().get(index), frame);
  }

  private Object annotate(Object value, Expression type, Frame frame, int line) {
    boolean number = type instanceof Expression.Name name && name.name().equals("number");
    return number && Values.isTensor(value) ? number(value, frame, line) : value;
  }

  private Object number(Object tensor, Frame frame, int line) {
    Object number = operators.number(tensor);
    if (number == null) {
      throw frame.unsupported(
          line,
          "takes a number out of a tensor, which depends on the data",
          "compute with the tensor itself");
    }
    return number;
  }

  private Object convert(String type, Object value, Frame frame, int line) {
    if (value == Unknown.VALUE || (type.equals("bool") && value instanceof UnknownTruth)) {
      return value;
    }
    if (type.equals("str")) {
      return value instanceof String ? value : Texts.shown(value);
    }
    if (type.equals("bool")) {
      Object truth = operators.truth(value, frame, line);
      return truth instanceof UnknownTruth || truth instanceof Boolean
          ? truth
          : evaluator.truth(truth, frame, line);
    }
    Object number = Values.isTensor(value) ? number(value, frame, line) : value;
    if (number instanceof String text) {
      number = parsed(text, frame, line);
    }
    if (number instanceof Boolean truth) {
      number = truth ? 1L : 0L;
    }
    if (number instanceof SymInt && type.equals("int")) {
      return number;
    }
    if (!(number instanceof Number known)) {
      throw frame.unsupported(
          line,
          "converts " + Values.typeName(number) + " to " + type + ", which is not known here",
          "fix the shapes of the inputs with --shape");
    }
    return type.equals("int") ? (Object) known.longValue() : (Object) known.doubleValue();
  }

  private static Object parsed(String text, Frame frame, int line) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw frame.malformed(line, "'" + text + "' is no number");
    }
  }

  private Object getAttribute(Expression.Call call, Frame frame) {
    Object object = argument(call, 0, frame);
    if (argument(call, 1, frame) instanceof String name) {
      return evaluator.attribute(object, name, frame, call.line());
    }
    throw frame.malformed(call.line(), "an attribute's name is a text");
  }

  private static List<Object> range(List<Object> arguments, Frame frame, int line) {
    List<Object> numbers = new ArrayList<>();
    if (!arguments.stream().allMatch(Long.class::isInstance) || arguments.isEmpty()) {
      throw frame.unsupported(
          line,
          "loops over a range that is not known here",
          "fix the shapes of the inputs with --shape");
    }
    boolean starts = arguments.size() > 1;
    long start = starts ? (Long) arguments.get(0) : 0;
    long end = (Long) arguments.get(starts ? 1 : 0);
    long step = arguments.size() > 2 ? (Long) arguments.get(2) : 1;
    for (long i = start; step > 0 ? i < end : step < 0 && i > end; i += step) {
      if (numbers.size() == MOST_RANGE) {
        throw frame.malformed(line, "loops more than " + MOST_RANGE + " times");
      }
      numbers.add(i);
    }
    return numbers;
  }

  private Object isInstance(Object value, Expression.Call call, Frame frame) {
    if (call.arguments().size() != 2) {
      throw frame.malformed(call.line(), "isinstance takes two arguments");
    }
    return value == Unknown.VALUE ? value : (Object) is(value, call.arguments().get(1));
  }

  private static boolean is(Object value, Expression type) {
    if (type instanceof Expression.TupleOf several) {
      return several.elements().stream().anyMatch(t -> is(value, t));
    }
    if (type instanceof Expression.ListOf several) {
      return several.elements().stream().anyMatch(t -> is(value, t));
    }
    if (type instanceof Expression.Subscript generic
        && generic.object() instanceof Expression.Name name) {
      return name.name().equals("Optional")
          ? value == null || is(value, generic.index())
          : generic(value, name.name(), generic.index());
    }
    return text(type).equals(Values.typeName(value));
  }

  /** {@code List[int]} and the like; an empty list is of every such type. */
  private static boolean generic(Object value, String name, Expression element) {
    if (!name.equals(Values.typeName(value))) {
      return false;
    }
    return !(value instanceof List<?> list) || list.stream().allMatch(e -> is(e, element));
  }

  private static String text(Expression type) {
    if (type instanceof Expression.Name name) {
      return name.name();
    }
    return type instanceof Expression.Attribute attribute
        ? text(attribute.object()) + "." + attribute.name()
        : "NoneType";
  }
}
