package org.spikezip.frontend.torch.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The bytes of a pickle, one after the other, never beyond their end. */
final class PickleInput {
  private static final int MOST_LINE = 4096;

  private final ByteBuffer bytes;

  PickleInput(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  static SpikezipException damaged(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, what, "save the model again");
  }

  int position() {
    return bytes.position();
  }

  int unsigned8() {
    return need(1).get() & 0xff;
  }

  int unsigned16() {
    return Short.toUnsignedInt(need(2).getShort());
  }

  long unsigned32() {
    return Integer.toUnsignedLong(need(4).getInt());
  }

  int int32() {
    return need(4).getInt();
  }

  /** Unlike all other numbers, floats are big-endian. */
  double float64() {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  /** A whole number in two's complement, of up to eight bytes. */
  long longOf(int count) {
    if (count > Long.BYTES) {
      throw damaged("has a number of " + count + " bytes");
    }
    need(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes.get() & 0xffL) << (8 * i);
    }
    int unused = 64 - 8 * count;
    return count == 0 ? 0 : value << unused >> unused;
  }

  String text(long length) {
    need(length);
    byte[] text = new byte[(int) length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Text up to the end of the line. */
  String line() {
    StringBuilder line = new StringBuilder();
    for (int c = unsigned8(); c != '\n'; c = unsigned8()) {
      if (line.length() == MOST_LINE) {
        throw damaged("has a name of more than " + MOST_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private ByteBuffer need(long count) {
    if (bytes.remaining() < count) {
      throw damaged("is cut off at byte " + bytes.position());
    }
    return bytes;
  }
}
