package org.spikezip.cli.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes .npy bytes as NumPy does, broken ones too. */
final class NpyBytes {
  private NpyBytes() {}

  static byte[] of(String descr, boolean fortran, String shape, byte... data) {
    String header =
        "{'descr': '"
            + descr
            + "', 'fortran_order': "
            + (fortran ? "True" : "False")
            + ", 'shape': "
            + shape
            + ", }\n";
    return of(1, header, data);
  }

  static byte[] of(int version, String header, byte... data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    start.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    start.put((byte) version).put((byte) 0);
    if (version == 1) {
      start.putShort((short) text.length);
    } else {
      start.putInt(text.length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(start.array(), 0, start.position());
    all.writeBytes(text);
    all.writeBytes(data);
    return all.toByteArray();
  }

  static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      buffer.putLong(value);
    }
    return buffer.array();
  }
}
