package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses functions and classes, by recursive descent. */
final class Parser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  private Parser(SourceFile file) {
    this.tokens = new TokenStream(file, Lexer.tokens(file));
    this.expressions = new ExpressionParser(tokens);
  }

  /**
   * Parses a file.
   *
   * @throws org.spikezip.ir.SpikezipException MALFORMED, naming the line
   */
  static CodeUnit parse(SourceFile file) {
    return new Parser(file).unit(file);
  }

  private CodeUnit unit(SourceFile file) {
    CodeUnit unit = new CodeUnit(file);
    while (!tokens.at(Token.Kind.END)) {
      if (tokens.at("class")) {
        unit.add(new ClassParser(tokens, expressions, this).parse());
      } else if (tokens.at("def")) {
        unit.add(function());
      } else {
        // Assignments at the top only name what is elsewhere too.
        statement();
      }
    }
    return unit;
  }

  Statement.Function function() {
    int line = tokens.expect("def").line();
    String name = tokens.expectName();
    tokens.expect("(");
    List<Statement.Parameter> parameters = new ArrayList<>();
    while (!tokens.accept(")")) {
      String parameter = tokens.expectName();
      Expression type = tokens.accept(":") ? expressions.parse() : null;
      Expression otherwise = tokens.accept("=") ? expressions.parse() : null;
      parameters.add(new Statement.Parameter(parameter, type, otherwise));
      tokens.separator(")");
    }
    Optional<Expression> result =
        tokens.accept("->") ? Optional.of(expressions.parse()) : Optional.empty();
    return new Statement.Function(name, parameters, result, block(), line);
  }

  List<Statement> block() {
    tokens.expect(":");
    List<Statement> body = new ArrayList<>();
    if (!tokens.accept(Token.Kind.NEWLINE)) {
      body.add(statement());
      return body;
    }
    tokens.expect(Token.Kind.INDENT);
    while (!tokens.accept(Token.Kind.DEDENT)) {
      body.add(statement());
    }
    return body;
  }

  Statement statement() {
    tokens.enter();
    try {
      int line = tokens.line();
      if (tokens.at("def")) {
        return new Statement.Nested(function(), line);
      }
      if (tokens.accept("if")) {
        return conditional(line);
      }
      if (tokens.accept("while")) {
        Expression condition = expressions.parse();
        return new Statement.While(condition, block(), line);
      }
      if (tokens.accept("for")) {
        Expression target = expressions.parse();
        tokens.expect("in");
        Expression iterable = expressions.parse();
        return new Statement.For(target, iterable, block(), line);
      }
      return simple(line);
    } finally {
      tokens.leave();
    }
  }

  private Statement conditional(int line) {
    Expression condition = expressions.parse();
    List<Statement> then = block();
    List<Statement> otherwise = tokens.accept("else") ? block() : List.of();
    return new Statement.If(condition, then, otherwise, line);
  }

  private Statement simple(int line) {
    Statement statement;
    if (tokens.accept("pass")) {
      statement = new Statement.Pass(line);
    } else if (tokens.accept("return")) {
      boolean empty = tokens.at(Token.Kind.NEWLINE);
      Expression value = empty ? new Expression.Literal(null, line) : expressions.parseTuple();
      statement = new Statement.Return(value, line);
    } else {
      statement = assignmentOrCall(line);
    }
    tokens.expect(Token.Kind.NEWLINE);
    return statement;
  }

  private Statement assignmentOrCall(int line) {
    Expression first = expressions.parseTuple();
    if (tokens.accept(":")) {
      expressions.parse();
    }
    if (!tokens.accept("=")) {
      return new Statement.Evaluate(first, line);
    }
    Expression value = expressions.parseTuple();
    return first instanceof Expression.TupleOf tuple
        ? new Statement.Assign(tuple.elements(), true, value, line)
        : new Statement.Assign(List.of(first), false, value, line);
  }
}
