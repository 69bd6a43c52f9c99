package org.spikezip.frontend.torch.script;

import java.util.List;

/** An expression of TorchScript's code, with the line that it begins on. */
sealed interface Expression {
  int line();

  /** A variable, a class, or one of the built-in roots such as {@code torch}. */
  record Name(String name, int line) implements Expression {}

  /** A number, text, truth value or None ({@code value} is null). */
  record Literal(Object value, int line) implements Expression {}

  record ListOf(List<Expression> elements, int line) implements Expression {}

  record TupleOf(List<Expression> elements, int line) implements Expression {}

  record DictOf(List<Expression> keys, List<Expression> values, int line) implements Expression {}

  record Attribute(Expression object, String name, int line) implements Expression {}

  record Subscript(Expression object, Expression index, int line) implements Expression {}

  /** A range inside a subscript; null where a bound is left out. */
  record Span(Expression start, Expression end, Expression step, int line) implements Expression {}

  record Negation(Expression operand, int line) implements Expression {}

  record Call(Expression callee, List<Expression> arguments, List<Keyword> keywords, int line)
      implements Expression {}

  /** A named argument. */
  record Keyword(String name, Expression value) {}
}
