package org.spikezip.ir.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;

/** Types and shapes: {@code f32[batch,(seq+1),?]}, {@code i32[*]<-16..15>}. */
final class FactText {
  private FactText() {}

  static String print(Fact fact) {
    String codes = fact.codes().map(c -> "<" + c.min() + ".." + c.max() + ">").orElse("");
    return fact.type().symbol() + print(fact.shape()) + codes;
  }

  static String print(Shape shape) {
    return shape.known()
        ? shape.dims().stream().map(FactText::print).collect(Collectors.joining(",", "[", "]"))
        : "[*]";
  }

  private static String print(Dim dim) {
    return dim.isFixed() || dim.isUnknown() || isPlain(dim.symbol())
        ? dim.toString()
        : Literals.quote(dim.symbol());
  }

  private static boolean isPlain(String symbol) {
    char first = symbol.charAt(0);
    return (Cursor.isWordStart(first) || first == '(')
        && symbol.chars().allMatch(FactText::isSymbol)
        && !symbol.contains("//");
  }

  private static boolean isSymbol(int c) {
    return Cursor.isWord(c) || c == '(' || c == ')' || c == '+' || c == '*' || c == '/';
  }

  static Fact read(Cursor cursor) {
    ElementType type = type(cursor);
    Shape shape = shape(cursor);
    if (!cursor.accept('<')) {
      return Fact.of(type, shape);
    }
    if (type != ElementType.I32) {
      throw cursor.expected("no code range after " + type.symbol() + " (codes are i32)");
    }
    int at = cursor.mark();
    long min = cursor.integer("the smallest code");
    cursor.expect("..");
    long max = cursor.integer("the largest code");
    cursor.expect('>');
    try {
      return Fact.codes(shape, new CodeRange(Math.toIntExact(min), Math.toIntExact(max)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw cursor.error(at, "a range of 32-bit codes", min + ".." + max);
    }
  }

  static ElementType type(Cursor cursor) {
    int at = cursor.mark();
    String symbol = cursor.word("an element type");
    try {
      return ElementType.ofSymbol(symbol);
    } catch (SpikezipException e) {
      throw cursor.error(at, "an element type", "'" + symbol + "'");
    }
  }

  static Shape shape(Cursor cursor) {
    cursor.expect('[');
    if (cursor.accept('*')) {
      cursor.expect(']');
      return Shape.UNKNOWN;
    }
    List<Dim> dims = new ArrayList<>();
    if (cursor.accept(']')) {
      return Shape.of(dims);
    }
    do {
      dims.add(dim(cursor));
    } while (cursor.accept(','));
    cursor.expect(']');
    return Shape.of(dims);
  }

  private static Dim dim(Cursor cursor) {
    char c = cursor.peek();
    if (c == '-' || Cursor.isDigit(c)) {
      return Dim.of(cursor.integer("a dimension"));
    }
    if (cursor.accept('?')) {
      return Dim.UNKNOWN;
    }
    int at = cursor.mark();
    String symbol =
        c == '"' ? cursor.string("a dimension") : cursor.run("a dimension", FactText::isSymbol);
    if (symbol.isEmpty()) {
      throw cursor.error(at, "a dimension", "an empty name");
    }
    return Dim.symbol(symbol);
  }
}
