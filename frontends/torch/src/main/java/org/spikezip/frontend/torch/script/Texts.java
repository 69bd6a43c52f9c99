package org.spikezip.frontend.torch.script;

import java.util.List;

/** Texts, which only end up in messages. */
final class Texts {
  private Texts() {}

  /** Python's format with plain braces. */
  static Object format(List<Object> arguments) {
    if (arguments.isEmpty() || !(arguments.get(0) instanceof String text)) {
      return Builtin.NOT_MINE;
    }
    StringBuilder result = new StringBuilder();
    int from = 0;
    for (Object value : arguments.subList(1, arguments.size())) {
      int at = text.indexOf("{}", from);
      if (at < 0) {
        break;
      }
      result.append(text, from, at).append(shown(value));
      Containers.bounded(result.length());
      from = at + 2;
    }
    return result.append(text.substring(from)).toString();
  }

  static String shown(Object value) {
    boolean plain =
        value instanceof String
            || value instanceof Long
            || value instanceof Double
            || value instanceof Boolean;
    return plain ? value.toString() : Values.typeName(value);
  }
}
