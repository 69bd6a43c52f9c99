package org.spikezip.api.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** The elements of tensors: moved, whatever they are; read and made as numbers. */
final class Elements {
  private Elements() {}

  /** A value made of elements of another; in holes stands the constant. */
  static Tensor take(Tensor x, IndexMap map, double constant) {
    int[] source = map.source();
    if (x.type().bits() == 4) {
      long[] from = x.longs();
      long[] to = new long[source.length];
      Arrays.setAll(to, i -> source[i] == IndexMap.HOLE ? (long) constant : from[source[i]]);
      return Tensor.ofLongs(x.type(), to, map.dims());
    }
    ByteBuffer elements = x.bytes();
    ByteBuffer hole = filled(x.type(), constant).bytes();
    ByteBuffer to = buffer(x.type(), source.length);
    for (int i = 0; i < source.length; i++) {
      ByteBuffer from = source[i] == IndexMap.HOLE ? hole : elements;
      int at = Math.max(source[i], 0);
      switch (x.type().bits()) {
        case 8 -> to.put(i, from.get(at));
        case 16 -> to.putShort(2 * i, from.getShort(2 * at));
        case 32 -> to.putInt(4 * i, from.getInt(4 * at));
        default -> to.putLong(8 * i, from.getLong(8 * at));
      }
    }
    return Tensor.of(x.type(), map.dims(), to);
  }

  /** The value repeated to a shape, by NumPy's rules. */
  static Tensor broadcast(Tensor x, int[] dims) {
    return Arrays.equals(x.dims(), dims) ? x : take(x, IndexMap.broadcast(x.dims(), dims), 0);
  }

  /** The elements of all values one after the other, as a vector. */
  static Tensor joined(List<Tensor> values) {
    Tensor first = values.get(0);
    if (values.size() == 1) {
      return first.reshape(first.size());
    }
    int size = 0;
    for (Tensor value : values) {
      requireSameType(first, value);
      size = Math.addExact(size, value.size());
    }
    if (first.type().bits() == 4) {
      long[] all = values.stream().flatMapToLong(v -> Arrays.stream(v.longs())).toArray();
      return Tensor.ofLongs(first.type(), all, size);
    }
    ByteBuffer bytes = buffer(first.type(), size);
    values.forEach(v -> bytes.put(v.bytes()));
    return Tensor.of(first.type(), new int[] {size}, bytes.flip());
  }

  static void requireSameType(Tensor a, Tensor b) {
    if (a.type() != b.type()) {
      throw Operands.malformed("operands must have one element type, found " + a + " and " + b);
    }
  }

  /** One element of this type and value. */
  private static Tensor filled(ElementType type, double value) {
    return type.isFloat()
        ? ofDoubles(type, new double[] {value}, 1)
        : ofWrapped(type, new long[] {(long) value}, 1);
  }

  /** The elements of a floating-point tensor. */
  static double[] doubles(Tensor x) {
    if (x.type() == ElementType.F64) {
      double[] values = new double[x.size()];
      x.bytes().asDoubleBuffer().get(values);
      return values;
    }
    float[] floats = x.floats();
    double[] values = new double[floats.length];
    Arrays.setAll(values, i -> floats[i]);
    return values;
  }

  /** A floating-point tensor; to 16 bits the numbers are rounded by way of 32. */
  static Tensor ofDoubles(ElementType type, double[] values, int... dims) {
    if (type != ElementType.F64) {
      float[] narrow = new float[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) values[i];
      }
      return Tensor.ofFloats(type, narrow, dims);
    }
    ByteBuffer buffer = buffer(type, values.length);
    buffer.asDoubleBuffer().put(values);
    return Tensor.of(type, dims, buffer);
  }

  /** An integer tensor of the low bits of these numbers; as booleans, whether they are not 0. */
  static Tensor ofWrapped(ElementType type, long[] values, int... dims) {
    long[] wrapped = new long[values.length];
    Arrays.setAll(wrapped, i -> wrap(type, values[i]));
    return Tensor.ofLongs(type, wrapped, dims);
  }

  private static long wrap(ElementType type, long value) {
    return switch (type) {
      case I4 -> value << 60 >> 60;
      case U4 -> value & 0xf;
      case I8 -> (byte) value;
      case U8 -> value & 0xff;
      case I16 -> (short) value;
      case U16 -> value & 0xffff;
      case I32 -> (int) value;
      case U32 -> value & 0xffffffffL;
      case I64, U64 -> value;
      case BOOL -> value != 0 ? 1 : 0;
      default -> throw new IllegalArgumentException(type.symbol() + " is no integer");
    };
  }

  /** The number of the type, which has up to 32 bits or is i64, that is nearest to a whole one. */
  static long saturate(ElementType type, double x) {
    boolean signed =
        switch (type) {
          case I4, I8, I16, I32, I64 -> true;
          default -> false;
        };
    long min = signed ? -1L << (type.bits() - 1) : 0;
    long max = signed ? ~min : (1L << type.bits()) - 1;
    return Math.max(min, Math.min(max, (long) x));
  }

  /** The elements of a boolean tensor. */
  static boolean[] booleans(Tensor x) {
    if (x.type() != ElementType.BOOL) {
      throw Operands.malformed("expected booleans, found " + x);
    }
    boolean[] values = new boolean[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.bytes().get(i) != 0;
    }
    return values;
  }

  private static ByteBuffer buffer(ElementType type, int count) {
    return ByteBuffer.allocate(Math.toIntExact(type.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
  }
}
