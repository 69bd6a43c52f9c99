package org.spikezip.frontend.torch.script;

import java.util.List;
import java.util.Optional;

/** A statement of TorchScript's code, with the line that it begins on. */
sealed interface Statement {
  int line();

  /** {@code a = e}, or {@code a, b = e} if there are more targets or {@code unpack}. */
  record Assign(List<Expression> targets, boolean unpack, Expression value, int line)
      implements Statement {}

  record Evaluate(Expression expression, int line) implements Statement {}

  record If(Expression condition, List<Statement> then, List<Statement> otherwise, int line)
      implements Statement {}

  record While(Expression condition, List<Statement> body, int line) implements Statement {}

  record For(Expression target, Expression iterable, List<Statement> body, int line)
      implements Statement {}

  record Return(Expression value, int line) implements Statement {}

  record Pass(int line) implements Statement {}

  /** A function inside of a function, for {@code fork}. */
  record Nested(Function function, int line) implements Statement {}

  /** A function or method. */
  record Function(
      String name,
      List<Parameter> parameters,
      Optional<Expression> result,
      List<Statement> body,
      int line) {}

  /**
   * A parameter; {@code type} is null where none is written, {@code otherwise} where no default.
   */
  record Parameter(String name, Expression type, Expression otherwise) {}
}
