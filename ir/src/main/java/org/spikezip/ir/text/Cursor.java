package org.spikezip.ir.text;

import java.util.function.IntPredicate;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** A place in a text, and the words that can be read there. Blanks and comments are skipped. */
final class Cursor {
  private static final char END = '\0';

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  /** The next character that counts; 0 at the end. */
  char peek() {
    skipBlanks();
    return here();
  }

  boolean atEnd() {
    skipBlanks();
    return at >= text.length();
  }

  boolean accept(char c) {
    boolean found = !atEnd() && here() == c;
    if (found) {
      at++;
    }
    return found;
  }

  void expect(char c) {
    if (!accept(c)) {
      throw expected("'" + c + "'");
    }
  }

  void expect(String symbol) {
    skipBlanks();
    if (!text.startsWith(symbol, at)) {
      throw expected("'" + symbol + "'");
    }
    at += symbol.length();
  }

  /** Takes a character only if it follows without a blank. */
  boolean acceptAdjacent(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    if (found) {
      at++;
    }
    return found;
  }

  boolean acceptWord(String word) {
    skipBlanks();
    int end = wordEnd();
    boolean found = end - at == word.length() && text.startsWith(word, at);
    if (found) {
      at = end;
    }
    return found;
  }

  /** Letters, digits, {@code _}, {@code .} and {@code -}, beginning with a letter or {@code _}. */
  String word(String what) {
    skipBlanks();
    int end = wordEnd();
    if (end == at) {
      throw expected(what);
    }
    return taken(end);
  }

  /** The longest run of such characters, which must not be empty. */
  String run(String what, IntPredicate characters) {
    skipBlanks();
    int end = at;
    while (end < text.length() && characters.test(text.charAt(end))) {
      end++;
    }
    if (end == at) {
      throw expected(what);
    }
    return taken(end);
  }

  long integer(String what) {
    skipBlanks();
    int start = at;
    int end = at + (here() == '-' ? 1 : 0);
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    try {
      long value = Long.parseLong(text, at, end, 10);
      at = end;
      return value;
    } catch (NumberFormatException e) {
      at = start;
      throw expected(what);
    }
  }

  int index(String what) {
    skipBlanks();
    int start = at;
    long value = integer(what);
    if (value < 0 || value > Integer.MAX_VALUE) {
      at = start;
      throw expected(what);
    }
    return (int) value;
  }

  String string(String what) {
    if (!accept('"')) {
      throw expected(what);
    }
    StringBuilder value = new StringBuilder();
    while (!acceptAdjacent('"')) {
      if (at >= text.length() || here() == '\n') {
        throw expected("'\"' at the end of a string");
      }
      value.append(acceptAdjacent('\\') ? escaped() : text.charAt(at++));
    }
    return value.toString();
  }

  private char escaped() {
    char c = here();
    at++;
    switch (c) {
      case '"', '\\' -> {
        return c;
      }
      case 'n' -> {
        return '\n';
      }
      case 't' -> {
        return '\t';
      }
      case 'u' -> {
        try {
          char value = (char) Integer.parseInt(text, at, Math.min(at + 4, text.length()), 16);
          at += 4;
          return value;
        } catch (NumberFormatException e) {
          throw expected("four hexadecimal digits");
        }
      }
      default -> {
        at--;
        throw expected("one of \\\" \\\\ \\n \\t \\u");
      }
    }
  }

  /** Where the next word stands. */
  int mark() {
    skipBlanks();
    return at;
  }

  /** Line and column of a mark: {@code 3:14}. */
  String position(int mark) {
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < mark; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return line + ":" + (mark - lineStart + 1);
  }

  /** The error that at a mark something else stands. */
  SpikezipException error(int mark, String expected, String found) {
    return new SpikezipException(
        ErrorCode.MALFORMED, position(mark) + ": expected " + expected + ", found " + found);
  }

  /** The error that something else stands here. */
  SpikezipException expected(String what) {
    return error(mark(), what, found());
  }

  private String found() {
    if (atEnd()) {
      return "the end";
    }
    int end = at + 1;
    while (end < text.length() && end < at + 30 && isWord(text.charAt(end)) && isWord(here())) {
      end++;
    }
    return "'" + text.substring(at, end) + "'";
  }

  private void skipBlanks() {
    while (at < text.length()) {
      if (Character.isWhitespace(here())) {
        at++;
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  private String taken(int end) {
    String part = text.substring(at, end);
    at = end;
    return part;
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private int wordEnd() {
    int end = at;
    while (end < text.length()
        && (end == at ? isWordStart(text.charAt(end)) : isWord(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  static boolean isWordStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isWord(int c) {
    return isWordStart(c) || isDigit(c) || c == '.' || c == '-';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
