package org.spikezip.frontend.torch.script;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.spikezip.frontend.torch.script.Token.Kind;

/** Cuts code into tokens; how far lines are indented becomes tokens too. */
final class Lexer {
  private static final int MOST_INDENTS = 200;

  private final SourceFile file;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private int brackets;
  private int line;
  private String text = "";
  private int at;

  private Lexer(SourceFile file) {
    this.file = file;
  }

  static List<Token> tokens(SourceFile file) {
    return new Lexer(file).run();
  }

  private List<Token> run() {
    indents.push(0);
    for (String content : file.lines()) {
      line++;
      text = content;
      at = 0;
      boolean blank = text.isBlank() || text.stripLeading().startsWith("#");
      if (!blank) {
        if (brackets == 0) {
          indent();
        }
        lexLine();
      }
    }
    if (brackets != 0) {
      throw file.malformed(line, "a bracket is never closed");
    }
    while (indents.pop() > 0) {
      add(Kind.DEDENT, "");
    }
    add(Kind.END, "");
    return tokens;
  }

  private void indent() {
    int width = 0;
    while (text.charAt(width) == ' ') {
      width++;
    }
    at = width;
    if (width > indents.peek()) {
      if (indents.size() == MOST_INDENTS) {
        throw file.malformed(line, "code is nested more than " + MOST_INDENTS + " deep");
      }
      indents.push(width);
      add(Kind.INDENT, "");
    }
    while (width < indents.peek()) {
      indents.pop();
      add(Kind.DEDENT, "");
    }
    if (width != indents.peek()) {
      throw file.malformed(line, "is indented like nothing before it");
    }
  }

  private void lexLine() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        at = text.length();
      } else if (Character.isLetter(c) || c == '_') {
        takeWhile(Kind.NAME, i -> Character.isLetterOrDigit(i) || i == '_');
      } else if (Character.isDigit(c) || (c == '.' && nextIsDigit())) {
        number();
      } else if (c == '"' || c == '\'') {
        string(c);
      } else {
        symbol();
      }
    }
    if (brackets == 0) {
      add(Kind.NEWLINE, "");
    }
  }

  private void takeWhile(Kind kind, java.util.function.IntPredicate belongs) {
    int start = at;
    while (at < text.length() && belongs.test(text.charAt(at))) {
      at++;
    }
    add(kind, text.substring(start, at));
  }

  private boolean nextIsDigit() {
    return at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
  }

  private void number() {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean sign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(at - 1)) >= 0 && at > start;
      if (!Character.isLetterOrDigit(c) && c != '.' && !sign) {
        break;
      }
      at++;
    }
    add(Kind.NUMBER, text.substring(start, at));
  }

  private void string(char quote) {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escape() : String.valueOf(c));
    }
    if (at == text.length()) {
      throw file.malformed(line, "a text is never closed");
    }
    at++;
    add(Kind.STRING, value.toString());
  }

  private String escape() {
    if (at == text.length()) {
      throw file.malformed(line, "a text is never closed");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'v' -> "\u000b";
      case 'x' -> code(2, 16);
      case '0', '1', '2', '3' -> {
        at--;
        yield code(3, 8);
      }
      default -> String.valueOf(c);
    };
  }

  private String code(int digits, int radix) {
    try {
      String value = text.substring(at, at + digits);
      at += digits;
      return String.valueOf((char) Integer.parseInt(value, radix));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw file.malformed(line, "a text has a broken escape");
    }
  }

  private void symbol() {
    String symbol = text.startsWith("->", at) ? "->" : text.substring(at, at + 1);
    switch (symbol) {
      case "(", "[", "{" -> brackets++;
      case ")", "]", "}" -> brackets--;
      case "->", ".", ",", ":", "=", "-", "*", "@" -> {}
      default -> throw file.malformed(line, "has the unexpected character '" + symbol + "'");
    }
    if (brackets < 0) {
      throw file.malformed(line, "a bracket is closed that was never opened");
    }
    at += symbol.length();
    add(Kind.SYMBOL, symbol);
  }

  private void add(Kind kind, String value) {
    tokens.add(new Token(kind, value, line));
  }
}
