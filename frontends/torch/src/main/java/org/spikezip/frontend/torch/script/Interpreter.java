package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.torch.script.Statement.Assign;
import org.spikezip.frontend.torch.script.Statement.Evaluate;
import org.spikezip.frontend.torch.script.Statement.For;
import org.spikezip.frontend.torch.script.Statement.Function;
import org.spikezip.frontend.torch.script.Statement.If;
import org.spikezip.frontend.torch.script.Statement.Nested;
import org.spikezip.frontend.torch.script.Statement.Parameter;
import org.spikezip.frontend.torch.script.Statement.Return;
import org.spikezip.frontend.torch.script.Statement.While;

/**
 * Runs functions over values of which some are known and some are what the network will compute.
 * Calls are followed, branches and loops are decided; what operators on unknown tensors would
 * compute is added to the graph instead.
 */
final class Interpreter {
  private static final int MOST_CALLS = 100;

  private final Evaluator evaluator;
  private final Budget budget;
  private int calls;

  Interpreter(Program program, List<Object> constants, Operators operators) {
    this.budget = new Budget();
    this.evaluator = new Evaluator(program, constants, operators, this, budget);
  }

  /** How a block ended. */
  private record Completion(boolean returned, Object value) {
    static final Completion NORMAL = new Completion(false, null);
  }

  /**
   * Calls a function.
   *
   * @param positional arguments after self
   * @param caller where it is called from; its path is that of free functions
   */
  Object call(
      FunctionValue callee,
      List<Object> positional,
      Map<String, Object> named,
      Frame caller,
      int line) {
    if (calls == MOST_CALLS) {
      throw caller.malformed(
          line, "calls are nested more than " + MOST_CALLS + " deep; recursion cannot be compiled");
    }
    String path = callee.self() == null ? caller.path() : callee.self().path();
    Frame frame = new Frame(callee.file(), path, callee.outer());
    bind(callee, positional, named, caller, frame, line);
    calls++;
    try {
      return run(callee.function().body(), frame).value();
    } finally {
      calls--;
    }
  }

  private void bind(
      FunctionValue callee,
      List<Object> positional,
      Map<String, Object> named,
      Frame caller,
      Frame frame,
      int line) {
    Function function = callee.function();
    int next = 0;
    boolean method = callee.self() != null;
    for (int i = 0; i < function.parameters().size(); i++) {
      Parameter parameter = function.parameters().get(i);
      if (method && i == 0) {
        frame.set(parameter.name(), callee.self());
      } else if (next < positional.size()) {
        frame.set(parameter.name(), positional.get(next++));
      } else if (named.containsKey(parameter.name())) {
        frame.set(parameter.name(), named.get(parameter.name()));
      } else if (parameter.otherwise() != null) {
        frame.set(parameter.name(), evaluator.evaluate(parameter.otherwise(), frame));
      } else {
        throw caller.malformed(
            line, function.name() + " needs an argument '" + parameter.name() + "'");
      }
    }
    if (next < positional.size()) {
      throw caller.malformed(line, function.name() + " is given too many arguments");
    }
  }

  private Completion run(List<Statement> block, Frame frame) {
    for (Statement statement : block) {
      Completion completion = run(statement, frame);
      if (completion.returned()) {
        return completion;
      }
    }
    return Completion.NORMAL;
  }

  private Completion run(Statement statement, Frame frame) {
    budget.spend(frame, statement.line());
    if (statement instanceof Assign assign) {
      assign(assign, frame);
    } else if (statement instanceof Evaluate evaluate) {
      evaluator.evaluate(evaluate.expression(), frame);
    } else if (statement instanceof Return returned) {
      return new Completion(true, evaluator.evaluate(returned.value(), frame));
    } else if (statement instanceof If conditional) {
      return run(branch(conditional, frame), frame);
    } else if (statement instanceof While loop) {
      return loop(loop, frame);
    } else if (statement instanceof For loop) {
      return loop(loop, frame);
    } else if (statement instanceof Nested nested) {
      frame.set(
          nested.function().name(),
          new FunctionValue(frame.file(), nested.function(), null, frame));
    }
    return Completion.NORMAL;
  }

  private void assign(Assign assign, Frame frame) {
    Object value = evaluator.evaluate(assign.value(), frame);
    if (!assign.unpack()) {
      store(assign.targets().get(0), value, frame);
      return;
    }
    if (value == Values.Unknown.VALUE) {
      assign.targets().forEach(target -> store(target, value, frame));
      return;
    }
    int count = assign.targets().size();
    if (!Values.isSequence(value) || Values.elements(value).size() != count) {
      throw frame.malformed(
          assign.line(), "unpacks " + count + " values from " + Values.typeName(value));
    }
    List<Object> elements = new ArrayList<>(Values.elements(value));
    for (int i = 0; i < count; i++) {
      store(assign.targets().get(i), elements.get(i), frame);
    }
  }

  private void store(Expression target, Object value, Frame frame) {
    if (target instanceof Expression.Name name) {
      frame.set(name.name(), value);
    } else if (target instanceof Expression.Attribute attribute
        && evaluator.evaluate(attribute.object(), frame) instanceof ScriptObject object) {
      object.set(attribute.name(), value);
    } else {
      throw frame.malformed(target.line(), "assigns to something that is no variable");
    }
  }

  /** A check of sizes that are not known yet is taken to hold. */
  private List<Statement> branch(If conditional, Frame frame) {
    Object condition = evaluator.evaluate(conditional.condition(), frame);
    if (condition instanceof Values.UnknownTruth && raises(conditional.then())) {
      return conditional.otherwise();
    }
    if (condition instanceof Values.UnknownTruth && raises(conditional.otherwise())) {
      return conditional.then();
    }
    return evaluator.truth(condition, frame, conditional.line())
        ? conditional.then()
        : conditional.otherwise();
  }

  private static boolean raises(List<Statement> block) {
    return block.stream()
        .anyMatch(
            s ->
                s instanceof Evaluate e
                    && e.expression() instanceof Expression.Call call
                    && call.callee() instanceof Expression.Attribute attribute
                    && attribute.name().equals("RaiseException"));
  }

  private Completion loop(While loop, Frame frame) {
    while (evaluator.truth(evaluator.evaluate(loop.condition(), frame), frame, loop.line())) {
      budget.spend(frame, loop.line());
      Completion completion = run(loop.body(), frame);
      if (completion.returned()) {
        return completion;
      }
    }
    return Completion.NORMAL;
  }

  private Completion loop(For loop, Frame frame) {
    Object iterable = evaluator.evaluate(loop.iterable(), frame);
    if (!Values.isSequence(iterable)) {
      throw frame.unsupported(
          loop.line(),
          "loops over " + Values.typeName(iterable) + ", whose length is not known",
          "fix the shapes of the inputs with --shape");
    }
    for (Object element : new ArrayList<>(Values.elements(iterable))) {
      budget.spend(frame, loop.line());
      store(loop.target(), element, frame);
      Completion completion = run(loop.body(), frame);
      if (completion.returned()) {
        return completion;
      }
    }
    return Completion.NORMAL;
  }
}
