package org.spikezip.host.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Tensors of any float type from single precision. */
final class Floats {
  private Floats() {}

  /**
   * A tensor.
   *
   * @throws SpikezipException UNSUPPORTED if the type is no float
   */
  static Tensor of(ElementType type, float[] values, int... dims) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(type.bytes(values.length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (type) {
        case F32 -> bytes.putFloat(value);
        case F64 -> bytes.putDouble(value);
        case BF16 -> bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
        case F16 -> bytes.putShort(half(value));
        default ->
            throw new SpikezipException(
                ErrorCode.UNSUPPORTED, "no random numbers of type " + type.symbol());
      }
    }
    return Tensor.of(type, dims, bytes.flip());
  }

  /** Half precision, truncated; numbers too small for a normal one become 0. */
  private static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int exponent = (bits >>> 23 & 0xff) - 127 + 15;
    if (exponent <= 0) {
      return (short) sign;
    }
    return exponent >= 31
        ? (short) (sign | 0x7bff)
        : (short) (sign | exponent << 10 | (bits & 0x7fffff) >>> 13);
  }
}
