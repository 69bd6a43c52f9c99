package org.spikezip.frontend.torch.script;

import java.util.List;
import org.spikezip.ir.SpikezipException;

/** Tokens in order, and how deep the parser is among them. */
final class TokenStream {
  /** What the stack of a thread bears with room to spare. */
  private static final int MOST_DEPTH = 300;

  private final SourceFile file;
  private final List<Token> tokens;
  private int next;
  private int depth;

  TokenStream(SourceFile file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    return at(Token.Kind.END) ? peek() : tokens.get(next++);
  }

  int line() {
    return peek().line();
  }

  boolean at(Token.Kind kind) {
    return peek().kind() == kind;
  }

  boolean at(String symbol) {
    return peek().is(symbol);
  }

  boolean accept(Token.Kind kind) {
    if (at(kind)) {
      take();
      return true;
    }
    return false;
  }

  boolean accept(String symbol) {
    if (at(symbol)) {
      take();
      return true;
    }
    return false;
  }

  Token expect(String symbol) {
    if (!at(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
    return take();
  }

  Token expect(Token.Kind kind) {
    if (!at(kind)) {
      throw unexpected(kind.name());
    }
    return take();
  }

  String expectName() {
    return expect(Token.Kind.NAME).text();
  }

  /** A comma, or the bracket that ends the list, which stays. */
  void separator(String end) {
    if (!accept(",") && !at(end)) {
      throw unexpected("',' or '" + end + "'");
    }
  }

  void enter() {
    if (++depth > MOST_DEPTH) {
      throw file.malformed(line(), "code is nested more than " + MOST_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  SpikezipException unexpected(String expected) {
    Token found = peek();
    String text = found.text().isEmpty() ? found.kind().name() : "'" + found.text() + "'";
    return file.malformed(found.line(), "expected " + expected + ", found " + text);
  }
}
