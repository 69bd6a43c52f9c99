package org.spikezip.ir.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Tensors: {@code f32[2] [1.0, -2.5]}, or {@code f32[384,384] #9f31ab04c2d7} with a hash where
 * there are more than 16 elements. Read as well, for tests:
 *
 * <ul>
 *   <li>{@code splat(0.5)}: every element the same
 *   <li>{@code iota}: 0, 1, 2, …
 *   <li>{@code random(7)}: one {@code nextInt()} of {@code java.util.SplittableRandom(7)} an
 *       element, in order; floats are its upper 24 bits times 2⁻²³, so in [−1, 1); signed integers
 *       its upper 4 bits, so −8 to 7, unsigned ones 0 to 15, booleans its top bit
 * </ul>
 */
final class TensorText {
  static final int MOST_INLINE = 16;
  private static final long MOST_MADE = 1L << 26;

  private TensorText() {}

  static String print(Tensor tensor, int mostInline) {
    String elements =
        tensor.size() <= mostInline
            ? IntStream.range(0, tensor.size())
                .mapToObj(elements(tensor))
                .collect(Collectors.joining(", ", "[", "]"))
            : "#" + hash(tensor);
    return tensor + " " + elements;
  }

  private static IntFunction<String> elements(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    if (tensor.type() == ElementType.F64) {
      return i -> Literals.decimal(bytes.getDouble(8 * i));
    }
    if (tensor.type().isFloat()) {
      float[] floats = tensor.floats();
      return i -> Literals.decimal(floats[i]);
    }
    long[] longs = tensor.longs();
    return tensor.type() == ElementType.U64
        ? i -> Long.toUnsignedString(longs[i])
        : i -> Long.toString(longs[i]);
  }

  static String hash(Tensor tensor) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(tensor.bytes());
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static Tensor read(Cursor cursor, Function<String, Optional<Tensor>> tensors) {
    int at = cursor.mark();
    ElementType type = FactText.type(cursor);
    Shape shape = FactText.shape(cursor);
    int[] dims = dims(cursor, at, type, shape);
    int values = cursor.mark();
    if (cursor.accept('#')) {
      return resolved(cursor, values, type, dims, tensors);
    }
    int size = (int) shape.elements().size();
    Supplier<Tensor> maker =
        cursor.accept('[')
            ? inline(cursor, values, type, dims, size)
            : made(cursor, type, dims, size);
    try {
      return maker.get();
    } catch (NumberFormatException | SpikezipException e) {
      throw cursor.error(values, "elements of " + type.symbol(), e.getMessage());
    }
  }

  private static int[] dims(Cursor cursor, int at, ElementType type, Shape shape) {
    try {
      Optional<int[]> dims = shape.sizes();
      boolean negative = shape.dims().stream().anyMatch(d -> d.size() < 0);
      if (dims.isPresent() && !negative && shape.elements().size() <= MOST_MADE) {
        return dims.get();
      }
    } catch (ArithmeticException e) {
      // Too large: the error below says so.
    }
    String found = type.symbol() + FactText.print(shape);
    throw cursor.error(at, "a tensor of fixed dims and at most 2^26 elements", found);
  }

  private static Tensor resolved(
      Cursor cursor,
      int at,
      ElementType type,
      int[] dims,
      Function<String, Optional<Tensor>> tensors) {
    String hash = cursor.run("a hash", Cursor::isWord);
    String wanted = type.symbol() + Shape.of(dims) + " #" + hash;
    Tensor found =
        tensors
            .apply(hash)
            .orElseThrow(() -> cursor.error(at, "a known tensor", wanted + ", which is not"));
    if (found.type() != type || !Shape.of(found.dims()).equals(Shape.of(dims))) {
      throw cursor.error(at, wanted, found.toString());
    }
    return found;
  }

  private static Supplier<Tensor> inline(
      Cursor cursor, int at, ElementType type, int[] dims, int size) {
    List<String> words = new ArrayList<>();
    if (!cursor.accept(']')) {
      do {
        words.add(AttributeText.word(cursor));
      } while (cursor.accept(','));
      cursor.expect(']');
    }
    if (words.size() != size) {
      throw cursor.error(at, size + " elements", words.size() + "");
    }
    return () -> of(type, dims, words);
  }

  private static Supplier<Tensor> made(Cursor cursor, ElementType type, int[] dims, int size) {
    if (cursor.acceptWord("iota")) {
      return () ->
          type.isFloat()
              ? Tensor.ofFloats(type, floats(size, i -> (float) i), dims)
              : Tensor.ofLongs(type, LongStream.range(0, size).toArray(), dims);
    }
    boolean splat = cursor.acceptWord("splat");
    if (!splat && !cursor.acceptWord("random")) {
      throw cursor.expected("one of [ # splat( random( iota");
    }
    cursor.expect('(');
    String word = AttributeText.word(cursor);
    cursor.expect(')');
    return () ->
        splat
            ? of(type, dims, Collections.nCopies(size, word))
            : random(type, dims, size, new SplittableRandom(Long.parseLong(word)));
  }

  private static Tensor random(ElementType type, int[] dims, int size, SplittableRandom random) {
    if (type.isFloat()) {
      return Tensor.ofFloats(type, floats(size, i -> (random.nextInt() >> 8) * 0x1p-23f), dims);
    }
    boolean unsigned = type.symbol().startsWith("u");
    boolean bool = type == ElementType.BOOL;
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      int bits = random.nextInt();
      values[i] = bool ? bits >>> 31 : unsigned ? bits >>> 28 : bits >> 28;
    }
    return Tensor.ofLongs(type, values, dims);
  }

  private static Tensor of(ElementType type, int[] dims, List<String> words) {
    if (type == ElementType.F64) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
      words.forEach(word -> bytes.putDouble(Double.parseDouble(word)));
      return Tensor.of(type, dims, bytes.flip());
    }
    if (type.isFloat()) {
      float[] values = floats(words.size(), i -> Float.parseFloat(words.get(i)));
      return Tensor.ofFloats(type, values, dims);
    }
    boolean u64 = type == ElementType.U64;
    return Tensor.ofLongs(
        type,
        words.stream()
            .mapToLong(w -> u64 ? Long.parseUnsignedLong(w) : Long.parseLong(w))
            .toArray(),
        dims);
  }

  private static float[] floats(int size, IntFunction<Float> each) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = each.apply(i);
    }
    return values;
  }
}
