package org.spikezip.frontend.torch.script;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parses one class. */
final class ClassParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final Parser parser;
  private final Map<String, Expression> fields = new LinkedHashMap<>();
  private final Map<String, Expression> constants = new HashMap<>();
  private final Map<String, Statement.Function> methods = new HashMap<>();

  ClassParser(TokenStream tokens, ExpressionParser expressions, Parser parser) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.parser = parser;
  }

  ClassDefinition parse() {
    tokens.expect("class");
    String name = tokens.expectName();
    String base = "";
    if (tokens.accept("(")) {
      base = tokens.at(")") ? "" : tokens.expectName();
      tokens.expect(")");
    }
    tokens.expect(":");
    tokens.expect(Token.Kind.NEWLINE);
    tokens.expect(Token.Kind.INDENT);
    while (!tokens.accept(Token.Kind.DEDENT)) {
      member();
    }
    return new ClassDefinition(name, base, fields, constants, methods);
  }

  private void member() {
    if (tokens.at("def")) {
      Statement.Function method = parser.function();
      methods.put(method.name(), method);
      return;
    }
    if (tokens.accept("pass")) {
      tokens.expect(Token.Kind.NEWLINE);
      return;
    }
    Expression target = expressions.parse();
    Expression type = tokens.accept(":") ? expressions.parse() : null;
    Expression value = tokens.accept("=") ? expressions.parse() : null;
    tokens.expect(Token.Kind.NEWLINE);
    if (target instanceof Expression.Name name) {
      if (type != null) {
        fields.put(name.name(), type);
      }
      if (value != null) {
        constants.put(name.name(), value);
      }
    }
  }
}
