package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.SpikezipException;

/** Evaluates expressions. */
final class Evaluator {
  private static final Set<String> ROOTS = Set.of("torch", "ops", "__torch__", "CONSTANTS");

  private final Program program;
  private final List<Object> constants;
  private final Operators operators;
  private final Interpreter interpreter;
  private final Budget budget;
  private final Intrinsics intrinsics;

  Evaluator(
      Program program,
      List<Object> constants,
      Operators operators,
      Interpreter interpreter,
      Budget budget) {
    this.program = program;
    this.constants = constants;
    this.operators = operators;
    this.interpreter = interpreter;
    this.budget = budget;
    this.intrinsics = new Intrinsics(this, operators);
  }

  Object evaluate(Expression expression, Frame frame) {
    budget.enter(frame, expression.line());
    try {
      if (expression instanceof Expression.Literal literal) {
        return literal.value();
      }
      if (expression instanceof Expression.Name name) {
        return local(name, frame);
      }
      if (expression instanceof Expression.Call call) {
        return call(call, frame);
      }
      if (expression instanceof Expression.Attribute attribute) {
        return attribute(attribute, frame);
      }
      if (expression instanceof Expression.ListOf list) {
        return all(list.elements(), frame);
      }
      if (expression instanceof Expression.TupleOf tuple) {
        return TupleValue.of(all(tuple.elements(), frame));
      }
      return other(expression, frame);
    } finally {
      budget.leave();
    }
  }

  private Object other(Expression expression, Frame frame) {
    if (expression instanceof Expression.Subscript subscript) {
      return subscript(subscript, frame);
    }
    if (expression instanceof Expression.Negation negation) {
      Object value = evaluate(negation.operand(), frame);
      return operators.call("aten::neg", List.of(value), Map.of(), frame, negation.line());
    }
    if (expression instanceof Expression.DictOf dict) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < dict.keys().size(); i++) {
        map.put(evaluate(dict.keys().get(i), frame), evaluate(dict.values().get(i), frame));
      }
      return map;
    }
    throw frame.malformed(expression.line(), "a range stands outside of a subscript");
  }

  List<Object> all(List<Expression> expressions, Frame frame) {
    List<Object> values = new ArrayList<>();
    for (Expression expression : expressions) {
      values.add(evaluate(expression, frame));
    }
    return values;
  }

  private static Object local(Expression.Name name, Frame frame) {
    if (!frame.has(name.name())) {
      throw frame.malformed(name.line(), "there is no variable '" + name.name() + "'");
    }
    return frame.get(name.name());
  }

  /** {@code torch.linear} and the like; empty for attributes of variables. */
  private static Optional<String> dotted(Expression expression, Frame frame) {
    if (expression instanceof Expression.Name name) {
      boolean root = ROOTS.contains(name.name()) && !frame.has(name.name());
      return root ? Optional.of(name.name()) : Optional.empty();
    }
    return expression instanceof Expression.Attribute attribute
        ? dotted(attribute.object(), frame).map(object -> object + "." + attribute.name())
        : Optional.empty();
  }

  private Object attribute(Expression.Attribute attribute, Frame frame) {
    Optional<String> dotted = dotted(attribute, frame);
    if (dotted.isPresent()) {
      return global(dotted.get(), frame, attribute.line());
    }
    return attribute(
        evaluate(attribute.object(), frame), attribute.name(), frame, attribute.line());
  }

  /** An attribute of an object: what it holds, what its class holds, or a method. */
  Object attribute(Object value, String name, Frame frame, int line) {
    if (value == Values.Unknown.VALUE) {
      return value;
    }
    if (value instanceof TupleValue tuple && tuple.fields().contains(name)) {
      return tuple.elements().get(tuple.fields().indexOf(name));
    }
    if (value instanceof ScriptObject object) {
      if (object.attributes().containsKey(name)) {
        return object.attributes().get(name);
      }
      Optional<Program.FoundClass> found = program.findClass(object.className());
      Expression constant = found.map(f -> f.definition().constants().get(name)).orElse(null);
      if (constant != null) {
        return evaluate(constant, new Frame(found.get().unit().file(), frame.path(), null));
      }
      Optional<FunctionValue> method = program.findMethod(object, name);
      if (method.isPresent()) {
        return method.get();
      }
    }
    throw frame.malformed(line, Values.typeName(value) + " has no attribute '" + name + "'");
  }

  private Object global(String name, Frame frame, int line) {
    if (name.startsWith("CONSTANTS.c")) {
      return constant(name.substring("CONSTANTS.c".length()), frame, line);
    }
    return program
        .findFunction(name)
        .<Object>map(f -> f)
        .or(() -> program.findClass(name).map(c -> new ScriptClass(name, c.definition())))
        .orElseThrow(() -> frame.malformed(line, "the archive has no code of " + name));
  }

  private Object constant(String index, Frame frame, int line) {
    try {
      return constants.get(Integer.parseInt(index));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw frame.malformed(line, "constants.pkl has no constant " + index);
    }
  }

  private Object subscript(Expression.Subscript subscript, Frame frame) {
    Object object = evaluate(subscript.object(), frame);
    if (object == Values.Unknown.VALUE) {
      return object;
    }
    if (subscript.index() instanceof Expression.Span span && Values.isSequence(object)) {
      List<Object> taken =
          Slices.take(
              Values.elements(object),
              bound(span.start(), frame),
              bound(span.end(), frame),
              bound(span.step(), frame));
      return object instanceof TupleValue ? TupleValue.of(taken) : taken;
    }
    Object index = evaluate(subscript.index(), frame);
    if (Values.isSequence(object) || object instanceof Map<?, ?>) {
      return operators.call(
          "aten::__getitem__", List.of(object, index), Map.of(), frame, subscript.line());
    }
    throw frame.malformed(subscript.line(), "indexes " + Values.typeName(object));
  }

  private Object bound(Expression expression, Frame frame) {
    return expression == null ? null : evaluate(expression, frame);
  }

  private Object call(Expression.Call call, Frame frame) {
    if (call.callee() instanceof Expression.Name name && !frame.has(name.name())) {
      return intrinsics.call(name.name(), call, frame);
    }
    Optional<String> dotted = dotted(call.callee(), frame);
    if (dotted.isPresent() && !dotted.get().startsWith("__torch__.")) {
      return operator(dotted.get(), call, frame);
    }
    Object callee = evaluate(call.callee(), frame);
    List<Object> arguments = all(call.arguments(), frame);
    Map<String, Object> named = named(call, frame);
    if (callee instanceof FunctionValue function) {
      return interpreter.call(function, arguments, named, frame, call.line());
    }
    if (callee instanceof ScriptClass type) {
      return type.make(arguments, frame, call.line());
    }
    throw frame.malformed(call.line(), "calls " + Values.typeName(callee));
  }

  private Object operator(String dotted, Expression.Call call, Frame frame) {
    List<Object> arguments = all(call.arguments(), frame);
    if (dotted.equals("torch.device")) {
      return arguments.isEmpty() ? "cpu" : arguments.get(0);
    }
    if (dotted.equals("torch.wait") && arguments.size() == 1) {
      return arguments.get(0);
    }
    Map<String, Object> named = named(call, frame);
    String[] parts = dotted.split("\\.", 3);
    String name =
        parts[0].equals("torch")
            ? "aten::" + dotted.substring("torch.".length())
            : parts.length == 3 ? parts[1] + "::" + parts[2] : dotted;
    return operators.call(name, arguments, named, frame, call.line());
  }

  private Map<String, Object> named(Expression.Call call, Frame frame) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Expression.Keyword keyword : call.keywords()) {
      named.put(keyword.name(), evaluate(keyword.value(), frame));
    }
    return named;
  }

  /** Calls a function that was made before, for {@code fork}. */
  Object call(Object callee, List<Object> arguments, Frame frame, int line) {
    if (callee instanceof FunctionValue function) {
      return interpreter.call(function, arguments, Map.of(), frame, line);
    }
    throw frame.malformed(line, "calls " + Values.typeName(callee));
  }

  /**
   * Which way a condition goes.
   *
   * @throws SpikezipException UNSUPPORTED if that depends on data or on sizes that are not fixed
   */
  boolean truth(Object condition, Frame frame, int line) {
    Object value = operators.truth(condition, frame, line);
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value == Values.Unknown.VALUE) {
      throw frame.unsupported(line, "depends on an operator that is not known", "");
    }
    String reason = value instanceof Values.UnknownTruth unknown ? unknown.reason() : "the data";
    throw frame.unsupported(
        line,
        "which way the code goes depends on " + reason,
        reason.startsWith("sizes")
            ? "fix the shapes of the inputs with --shape"
            : "write it without 'if' and 'while' on tensors, for instance with torch.where");
  }
}
