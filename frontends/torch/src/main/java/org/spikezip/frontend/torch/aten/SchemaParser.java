package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads declarations such as {@code aten::gelu(Tensor self, *, str approximate="none") -> Tensor}.
 */
final class SchemaParser {
  private static final Pattern LINE =
      Pattern.compile("(\\w+::\\w+)(?:\\.(\\w+))?\\((.*)\\) -> (.*)");
  private static final Pattern PARAMETER = Pattern.compile("(.+?) (\\w+)(?:=(.*))?");

  private SchemaParser() {}

  static Schema parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no declaration of an operator: " + line);
    }
    List<Schema.Parameter> parameters = new ArrayList<>();
    boolean keywordOnly = false;
    for (String text : split(matcher.group(3))) {
      if (text.equals("*")) {
        keywordOnly = true;
      } else {
        parameters.add(parameter(text, keywordOnly));
      }
    }
    String results = matcher.group(4);
    boolean tuple = results.startsWith("(");
    int count = tuple ? split(results.substring(1, results.length() - 1)).size() : 1;
    String overload = matcher.group(2) == null ? "" : matcher.group(2);
    return new Schema(
        matcher.group(1), overload, parameters, count, !tuple && results.endsWith("[]"));
  }

  private static Schema.Parameter parameter(String text, boolean keywordOnly) {
    Matcher matcher = PARAMETER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no parameter: " + text);
    }
    String literal = matcher.group(3);
    return new Schema.Parameter(
        matcher.group(2),
        matcher.group(1),
        literal == null,
        literal == null ? null : value(literal, matcher.group(1)),
        keywordOnly);
  }

  private static Object value(String literal, String type) {
    if (literal.equals("None")) {
      return null;
    }
    if (literal.equals("True") || literal.equals("False")) {
      return literal.equals("True");
    }
    if (literal.startsWith("\"")) {
      return literal.substring(1, literal.length() - 1);
    }
    if (literal.startsWith("[")) {
      return split(literal.substring(1, literal.length() - 1)).stream()
          .map(element -> value(element, type))
          .toList();
    }
    boolean real = type.startsWith("float") || !literal.matches("-?\\d+");
    return real ? (Object) Double.valueOf(literal) : Long.valueOf(literal);
  }

  /** Parts between commas that are not inside brackets. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (!text.substring(start).isBlank()) {
      parts.add(text.substring(start).strip());
    }
    return parts;
  }
}
