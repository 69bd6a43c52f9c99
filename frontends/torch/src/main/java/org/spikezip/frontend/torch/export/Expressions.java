package org.spikezip.frontend.torch.export;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spikezip.ir.Dim;

/**
 * Sizes as sympy writes them, such as {@code Mul(Integer(2), Symbol('s43', positive=True,
 * integer=True))}. What has no counterpart is a dimension of which nothing is known.
 */
final class Expressions {
  private static final Pattern SYMBOL = Pattern.compile("Symbol\\('(\\w+)'[^()]*\\)");
  private static final Pattern INTEGER = Pattern.compile("Integer\\((-?\\d{1,18})\\)");
  private static final Pattern SUM_OR_PRODUCT =
      Pattern.compile("(Add|Mul)\\(([^(),]+), ([^(),]+)\\)");
  private static final int MOST_STEPS = 100;
  private static final int MOST_CHARACTERS = 2000;

  private Expressions() {}

  /** A size: {@code {"as_int": 3}} or {@code {"as_expr": {"expr_str": …}}}. */
  static Dim dim(Json size) {
    Map.Entry<String, Json> tagged = size.tagged();
    return switch (tagged.getKey()) {
      case "as_int" -> fixed(tagged.getValue());
      case "as_expr" -> parse(tagged.getValue().at("expr_str").text());
      default -> throw size.wrong("a number or an expression");
    };
  }

  private static Dim fixed(Json number) {
    if (number.whole() < 0 || number.whole() > Integer.MAX_VALUE) {
      throw number.wrong("a size from 0 to 2³¹ − 1");
    }
    return Dim.of(number.whole());
  }

  /** Folds from the inside out, each step naming what it made. */
  private static Dim parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return Dim.UNKNOWN;
    }
    Map<String, Dim> named = new java.util.HashMap<>();
    String rest = name(SYMBOL, text, named, m -> Dim.symbol(m.group(1)));
    rest = name(INTEGER, rest, named, m -> Dim.of(Long.parseLong(m.group(1))));
    for (int i = 0; i < MOST_STEPS && !named.containsKey(rest); i++) {
      String before = rest;
      rest = name(SUM_OR_PRODUCT, rest, named, m -> combine(m, named));
      if (rest.equals(before)) {
        return Dim.UNKNOWN;
      }
    }
    return named.getOrDefault(rest, Dim.UNKNOWN);
  }

  private static Dim combine(Matcher match, Map<String, Dim> named) {
    Dim a = named.getOrDefault(match.group(2), Dim.UNKNOWN);
    Dim b = named.getOrDefault(match.group(3), Dim.UNKNOWN);
    return match.group(1).equals("Add") ? a.plus(b) : a.times(b);
  }

  private interface Value {
    Dim of(Matcher match);
  }

  private static String name(Pattern pattern, String text, Map<String, Dim> named, Value value) {
    return pattern
        .matcher(text)
        .replaceAll(
            result -> {
              String name = "#" + named.size();
              named.put(name, value.of((Matcher) result));
              return name;
            });
  }
}
