package org.spikezip.ir;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Immutable numbers in row-major order. The bytes may lie in a mapped file. Two tensors are equal
 * if type, dims and bytes are.
 */
public final class Tensor {
  private final ElementType type;
  private final int[] dims;
  private final ByteBuffer bytes;

  private Tensor(ElementType type, int[] dims, ByteBuffer bytes) {
    this.type = type;
    this.dims = dims;
    this.bytes = bytes;
  }

  /**
   * A tensor over little-endian bytes, which must not change afterwards.
   *
   * @throws SpikezipException if the number of bytes is not what type and dims need
   */
  public static Tensor of(ElementType type, int[] dims, ByteBuffer bytes) {
    long expected = type.bytes(count(dims));
    if (bytes.remaining() != expected) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "a tensor "
              + type.symbol()
              + Arrays.toString(dims)
              + " takes "
              + expected
              + " bytes, found "
              + bytes.remaining());
    }
    return new Tensor(
        type, dims.clone(), bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  public static Tensor of(float[] values, int... dims) {
    ByteBuffer buffer = buffer(4L * values.length);
    buffer.asFloatBuffer().put(values);
    return of(ElementType.F32, dims, buffer);
  }

  public static Tensor of(long[] values, int... dims) {
    ByteBuffer buffer = buffer(8L * values.length);
    buffer.asLongBuffer().put(values);
    return of(ElementType.I64, dims, buffer);
  }

  public static Tensor of(int[] values, int... dims) {
    ByteBuffer buffer = buffer(4L * values.length);
    buffer.asIntBuffer().put(values);
    return of(ElementType.I32, dims, buffer);
  }

  public static Tensor of(short[] values, int... dims) {
    ByteBuffer buffer = buffer(2L * values.length);
    buffer.asShortBuffer().put(values);
    return of(ElementType.I16, dims, buffer);
  }

  public static Tensor of(byte[] values, int... dims) {
    return of(ElementType.I8, dims, ByteBuffer.wrap(values.clone()));
  }

  public static Tensor of(boolean[] values, int... dims) {
    byte[] bits = new byte[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (values[i] ? 1 : 0);
    }
    return of(ElementType.BOOL, dims, ByteBuffer.wrap(bits));
  }

  public static Tensor scalar(float value) {
    return of(new float[] {value});
  }

  public static Tensor scalar(long value) {
    return of(new long[] {value});
  }

  /**
   * Integers (or booleans, as 0 and 1) of any integer type.
   *
   * @throws SpikezipException if a value does not fit into the type
   */
  public static Tensor ofLongs(ElementType type, long[] values, int... dims) {
    ByteBuffer buffer = buffer(type.bytes(values.length));
    for (int i = 0; i < values.length; i++) {
      put(type, buffer, i, values[i]);
    }
    return of(type, dims, buffer);
  }

  /** Floats of any floating-point type; narrower ones are rounded half to even. */
  public static Tensor ofFloats(ElementType type, float[] values, int... dims) {
    ByteBuffer buffer = buffer(type.bytes(values.length));
    for (float value : values) {
      switch (type) {
        case F32 -> buffer.putFloat(value);
        case F64 -> buffer.putDouble(value);
        case F16 -> buffer.putShort(HalfFloat.ofFloat(value));
        case BF16 -> buffer.putShort(HalfFloat.brainOfFloat(value));
        default ->
            throw new SpikezipException(
                ErrorCode.MALFORMED, type.symbol() + " is no floating-point type");
      }
    }
    return of(type, dims, buffer.flip());
  }

  private static void put(ElementType type, ByteBuffer buffer, int i, long value) {
    boolean fits =
        switch (type) {
          case I4 -> value >= -8 && value <= 7;
          case U4 -> value >= 0 && value <= 15;
          case I8 -> value == (byte) value;
          case U8 -> value >= 0 && value <= 0xff;
          case I16 -> value == (short) value;
          case U16 -> value >= 0 && value <= 0xffff;
          case I32 -> value == (int) value;
          case U32 -> value >= 0 && value <= 0xffffffffL;
          case I64, U64 -> true;
          case BOOL -> value == 0 || value == 1;
          default -> false;
        };
    if (!fits) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, value + " does not fit into " + type.symbol());
    }
    switch (type.bits()) {
      case 4 -> {
        int low = buffer.get(i / 2) & (i % 2 == 0 ? 0xf0 : 0x0f);
        buffer.put(i / 2, (byte) (low | (int) (value & 0xf) << (i % 2 == 0 ? 0 : 4)));
      }
      case 8 -> buffer.put(i, (byte) value);
      case 16 -> buffer.putShort(2 * i, (short) value);
      case 32 -> buffer.putInt(4 * i, (int) value);
      default -> buffer.putLong(8 * i, value);
    }
  }

  private static ByteBuffer buffer(long size) {
    return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long count(int[] dims) {
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw new SpikezipException(
            ErrorCode.MALFORMED, "negative dimension in " + Arrays.toString(dims));
      }
      n = Math.multiplyExact(n, (long) d);
    }
    return n;
  }

  public ElementType type() {
    return type;
  }

  public int[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  /** The size of one axis; negative axes count from the end. */
  public int dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** The number of elements. */
  public int size() {
    return Math.toIntExact(count(dims));
  }

  /** The bytes, read-only, little-endian, from position 0. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same elements under another shape of as many elements. */
  public Tensor reshape(int... other) {
    return of(type, other, bytes());
  }

  public Fact fact() {
    Fact fact = Fact.of(type, Shape.of(dims));
    boolean whole = type == ElementType.I64 || type == ElementType.I32 || type == ElementType.BOOL;
    boolean carriesShape = whole && dims.length <= 1 && size() <= 64;
    return carriesShape
        ? fact.withElements(Arrays.stream(longs()).mapToObj(Dim::of).toList())
        : fact;
  }

  /**
   * A copy of the elements of a floating-point tensor; 16-bit floats are widened, 64-bit ones
   * rounded.
   */
  public float[] floats() {
    float[] values = new float[size()];
    switch (type) {
      case F32 -> bytes().asFloatBuffer().get(values);
      case F64 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) bytes.getDouble(8 * i);
        }
      }
      case F16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloat.toFloat(bytes.getShort(2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
        }
      }
      default -> throw wrongType("floating-point");
    }
    return values;
  }

  /** A copy of the elements of an integer or boolean tensor. */
  public long[] longs() {
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case I4 -> (byte) (nibble(i) << 4) >> 4;
            case U4 -> nibble(i);
            case I8, BOOL -> bytes.get(i);
            case U8 -> bytes.get(i) & 0xff;
            case I16 -> bytes.getShort(2 * i);
            case U16 -> bytes.getShort(2 * i) & 0xffff;
            case I32 -> bytes.getInt(4 * i);
            case U32 -> bytes.getInt(4 * i) & 0xffffffffL;
            case I64, U64 -> bytes.getLong(8 * i);
            default -> throw wrongType("integer");
          };
    }
    return values;
  }

  /** A copy of the elements of an integer or boolean tensor. */
  public int[] ints() {
    if (type == ElementType.I32) {
      int[] values = new int[size()];
      bytes().asIntBuffer().get(values);
      return values;
    }
    return Arrays.stream(longs()).mapToInt(Math::toIntExact).toArray();
  }

  private int nibble(int i) {
    return bytes.get(i / 2) >> (i % 2 == 0 ? 0 : 4) & 0xf;
  }

  private SpikezipException wrongType(String expected) {
    return new SpikezipException(
        ErrorCode.MALFORMED, "expected a tensor of " + expected + " elements, found " + this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && type == t.type
        && Arrays.equals(dims, t.dims)
        && bytes.equals(t.bytes);
  }

  @Override
  public int hashCode() {
    int step = Math.max(1, bytes.limit() / 64);
    int hash = 31 * type.hashCode() + Arrays.hashCode(dims);
    for (int i = 0; i < bytes.limit(); i += step) {
      hash = 31 * hash + bytes.get(i);
    }
    return hash;
  }

  /** Type and dims, such as {@code f32[2,384]}; no elements. */
  @Override
  public String toString() {
    return type.symbol() + Shape.of(dims);
  }
}
