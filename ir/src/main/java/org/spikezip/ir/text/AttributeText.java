package org.spikezip.ir.text;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Tensor;

/** Values of attributes, of every kind. */
final class AttributeText {
  private AttributeText() {}

  // Attribute is sealed, but Java 17 has no switch over types yet.
  static String print(Attribute attribute, int mostInline) {
    if (attribute instanceof Attribute.Whole a) {
      return Long.toString(a.value());
    } else if (attribute instanceof Attribute.Real a) {
      return Literals.decimal(a.value());
    } else if (attribute instanceof Attribute.Text a) {
      return Literals.quote(a.value());
    } else if (attribute instanceof Attribute.Wholes a) {
      return list(a.values(), v -> Long.toString(v));
    } else if (attribute instanceof Attribute.Reals a) {
      return a.values().isEmpty() ? "floats[]" : list(a.values(), Literals::decimal);
    } else if (attribute instanceof Attribute.Texts a) {
      return a.values().isEmpty() ? "strings[]" : list(a.values(), Literals::quote);
    } else if (attribute instanceof Attribute.Data a) {
      return TensorText.print(a.value(), mostInline);
    } else if (attribute instanceof Attribute.Opaque a) {
      return "0x" + HexFormat.of().formatHex(a.bytes());
    }
    throw new AssertionError(attribute);
  }

  private static <T> String list(List<T> values, Function<T, String> each) {
    return values.stream().map(each).collect(Collectors.joining(", ", "[", "]"));
  }

  static Attribute read(Cursor cursor, Function<String, Optional<Tensor>> tensors) {
    char c = cursor.peek();
    if (c == '"') {
      return new Attribute.Text(cursor.string("a text"));
    }
    if (cursor.accept('[')) {
      return items(cursor);
    }
    if (cursor.acceptWord("floats")) {
      cursor.expect('[');
      cursor.expect(']');
      return new Attribute.Reals(List.of());
    }
    if (cursor.acceptWord("strings")) {
      cursor.expect('[');
      cursor.expect(']');
      return new Attribute.Texts(List.of());
    }
    return Cursor.isWordStart(c) && c != 'N' && c != 'I'
        ? new Attribute.Data(TensorText.read(cursor, tensors))
        : number(cursor);
  }

  private static Attribute items(Cursor cursor) {
    if (cursor.accept(']')) {
      return new Attribute.Wholes(List.of());
    }
    List<String> items = new ArrayList<>();
    boolean texts = cursor.peek() == '"';
    int at = cursor.mark();
    do {
      items.add(texts ? cursor.string("a text") : word(cursor));
    } while (cursor.accept(','));
    cursor.expect(']');
    if (texts) {
      return new Attribute.Texts(items);
    }
    try {
      return items.stream().anyMatch(AttributeText::isReal)
          ? new Attribute.Reals(items.stream().map(Float::valueOf).toList())
          : new Attribute.Wholes(items.stream().map(Long::valueOf).toList());
    } catch (NumberFormatException e) {
      throw cursor.error(at, "a list of numbers", items.toString());
    }
  }

  private static Attribute number(Cursor cursor) {
    int at = cursor.mark();
    String word = word(cursor);
    try {
      if (word.startsWith("0x")) {
        return new Attribute.Opaque(HexFormat.of().parseHex(word, 2, word.length()));
      }
      return isReal(word)
          ? new Attribute.Real(Float.parseFloat(word))
          : new Attribute.Whole(Long.parseLong(word));
    } catch (IllegalArgumentException e) {
      throw cursor.error(at, "a value", "'" + abbreviated(word) + "'");
    }
  }

  /** A number of any kind as it is written; also hexadecimal bytes. */
  static String word(Cursor cursor) {
    return cursor.run("a value", c -> Cursor.isWord(c) || c == '+');
  }

  private static boolean isReal(String word) {
    return !word.chars().allMatch(c -> Cursor.isDigit(c) || c == '-');
  }

  private static String abbreviated(String word) {
    return word.length() <= 30 ? word : word.substring(0, 30) + "…";
  }
}
