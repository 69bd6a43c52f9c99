package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;

/** Parses expressions; TorchScript's code has no binary operators. */
final class ExpressionParser {
  private final TokenStream tokens;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** One expression, or several with commas between or after them. */
  Expression parseTuple() {
    int line = tokens.line();
    Expression first = parse();
    if (!tokens.at(",")) {
      return first;
    }
    List<Expression> elements = new ArrayList<>(List.of(first));
    while (tokens.accept(",")) {
      if (!tokens.at("=") && !tokens.at(Token.Kind.NEWLINE) && !tokens.at(")")) {
        elements.add(parse());
      }
    }
    return new Expression.TupleOf(elements, line);
  }

  Expression parse() {
    tokens.enter();
    try {
      if (tokens.at("-")) {
        int line = tokens.take().line();
        return new Expression.Negation(parse(), line);
      }
      return postfix(primary());
    } finally {
      tokens.leave();
    }
  }

  private Expression postfix(Expression object) {
    Expression result = object;
    while (true) {
      int line = tokens.line();
      if (tokens.accept(".")) {
        result = new Expression.Attribute(result, tokens.expectName(), line);
      } else if (tokens.accept("(")) {
        result = call(result, line);
      } else if (tokens.accept("[")) {
        result = new Expression.Subscript(result, index(line), line);
        tokens.expect("]");
      } else {
        return result;
      }
    }
  }

  private Expression call(Expression callee, int line) {
    List<Expression> arguments = new ArrayList<>();
    List<Expression.Keyword> keywords = new ArrayList<>();
    while (!tokens.accept(")")) {
      Expression argument = parse();
      if (argument instanceof Expression.Name name && tokens.accept("=")) {
        keywords.add(new Expression.Keyword(name.name(), parse()));
      } else {
        arguments.add(argument);
      }
      tokens.separator(")");
    }
    return new Expression.Call(callee, arguments, keywords, line);
  }

  /** An index, several with commas (of a type), or a range. */
  private Expression index(int line) {
    List<Expression> elements = new ArrayList<>();
    boolean comma = false;
    while (!tokens.at("]")) {
      elements.add(range());
      comma |= tokens.at(",");
      tokens.separator("]");
    }
    return elements.size() == 1 && !comma
        ? elements.get(0)
        : new Expression.TupleOf(elements, line);
  }

  private Expression range() {
    int line = tokens.line();
    Expression start = tokens.at(":") ? null : parse();
    if (!tokens.accept(":")) {
      return start;
    }
    Expression end = tokens.at(":") || tokens.at("]") ? null : parse();
    Expression step = tokens.accept(":") && !tokens.at("]") ? parse() : null;
    return new Expression.Span(start, end, step, line);
  }

  private Expression primary() {
    int line = tokens.line();
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER -> {
        tokens.take();
        return new Expression.Literal(number(token), line);
      }
      case STRING -> {
        return new Expression.Literal(text(), line);
      }
      case NAME -> {
        tokens.take();
        return word(token);
      }
      default -> {
        return bracketed(line);
      }
    }
  }

  private Expression word(Token token) {
    return switch (token.text()) {
      case "None" -> new Expression.Literal(null, token.line());
      case "True" -> new Expression.Literal(true, token.line());
      case "False" -> new Expression.Literal(false, token.line());
      case "inf" -> new Expression.Literal(Double.POSITIVE_INFINITY, token.line());
      case "nan" -> new Expression.Literal(Double.NaN, token.line());
      default -> new Expression.Name(token.text(), token.line());
    };
  }

  private Expression bracketed(int line) {
    if (tokens.accept("(")) {
      if (tokens.accept(")")) {
        return new Expression.TupleOf(List.of(), line);
      }
      Expression inner = parseTuple();
      tokens.expect(")");
      return inner;
    }
    if (tokens.accept("[")) {
      return new Expression.ListOf(elements("]"), line);
    }
    if (tokens.accept("{")) {
      return dict(line);
    }
    throw tokens.unexpected("an expression");
  }

  private List<Expression> elements(String end) {
    List<Expression> elements = new ArrayList<>();
    while (!tokens.accept(end)) {
      elements.add(parse());
      tokens.separator(end);
    }
    return elements;
  }

  private Expression dict(int line) {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.accept("}")) {
      keys.add(parse());
      tokens.expect(":");
      values.add(parse());
      tokens.separator("}");
    }
    return new Expression.DictOf(keys, values, line);
  }

  /** Texts that follow each other are one. */
  private String text() {
    StringBuilder text = new StringBuilder();
    while (tokens.at(Token.Kind.STRING)) {
      text.append(tokens.take().text());
    }
    return text.toString();
  }

  private Object number(Token token) {
    String text = token.text();
    try {
      return text.matches("\\d+") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw tokens.unexpected("a number after '" + text + "'");
    }
  }
}
