package org.spikezip.cli.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Arrays in NumPy's .npy format, versions 1 to 3. */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;

  private Npy() {}

  /**
   * Reads one array, in C order and little-endian whatever the file has.
   *
   * @param size bytes that the stream holds at most; no more are allocated than really come
   * @throws SpikezipException MALFORMED if it is truncated, too long or no .npy
   */
  static Tensor read(InputStream stream, long size) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    try {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw malformed("this is no .npy array: it does not start with \\x93NUMPY");
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte();
      int bytesOfLength = version == 1 ? 2 : 4;
      if (version < 1 || version > 3) {
        throw malformed("format version " + version + " of .npy is unknown");
      }
      long length = Integer.toUnsignedLong(littleEndian(in, bytesOfLength));
      if (length > LONGEST_HEADER) {
        throw malformed("the header claims to be " + length + " bytes long");
      }
      byte[] text = in.readNBytes((int) length);
      NpyHeader header = NpyHeader.parse(new String(text, StandardCharsets.UTF_8));
      return elements(in, header, size - MAGIC.length - 2 - bytesOfLength - length);
    } catch (EOFException e) {
      throw new SpikezipException(ErrorCode.MALFORMED, "it ends within the header", "", e);
    }
  }

  private static int littleEndian(DataInputStream in, int bytes) throws IOException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= in.readUnsignedByte() << (8 * i);
    }
    return value;
  }

  private static Tensor elements(InputStream in, NpyHeader header, long available)
      throws IOException {
    long expected = header.bytes();
    if (expected > available) {
      throw truncated(header, expected, Math.max(0, available));
    }
    if (expected > Integer.MAX_VALUE - 8) {
      throw malformed("an array of " + expected + " bytes is too large; the most is 2 GiB");
    }
    byte[] bytes = in.readNBytes((int) expected);
    if (bytes.length < expected) {
      throw truncated(header, expected, bytes.length);
    }
    if (in.read() >= 0) {
      throw malformed("there is more in it than an array of shape " + shape(header));
    }
    int[] dims = header.dims().stream().mapToInt(d -> d).toArray();
    if (header.bigEndian()) {
      reverse(bytes, header.type().bits() / 8);
    }
    if (header.fortranOrder() && header.dims().size() > 1) {
      bytes = inRowMajorOrder(bytes, dims, header.type().bits() / 8);
    }
    return Tensor.of(header.type(), dims, ByteBuffer.wrap(bytes));
  }

  private static void reverse(byte[] bytes, int width) {
    for (int start = 0; start < bytes.length; start += width) {
      for (int i = 0; i < width / 2; i++) {
        byte swapped = bytes[start + i];
        bytes[start + i] = bytes[start + width - 1 - i];
        bytes[start + width - 1 - i] = swapped;
      }
    }
  }

  private static byte[] inRowMajorOrder(byte[] columnMajor, int[] dims, int width) {
    byte[] rowMajor = new byte[columnMajor.length];
    int[] index = new int[dims.length];
    for (int to = 0; to < rowMajor.length; to += width) {
      int from = 0;
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        from = from * dims[axis] + index[axis];
      }
      System.arraycopy(columnMajor, from * width, rowMajor, to, width);
      for (int axis = dims.length - 1; axis >= 0 && ++index[axis] == dims[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return rowMajor;
  }

  /** Writes arrays that differ at most in their first axis as one, one after the other. */
  static void write(List<Tensor> tensors, OutputStream out) throws IOException {
    int[] dims = tensors.get(0).dims();
    if (dims.length > 0) {
      dims[0] = tensors.stream().mapToInt(t -> t.dim(0)).sum();
    }
    out.write(NpyHeader.of(tensors.get(0).type(), dims));
    byte[] chunk = new byte[1 << 16];
    for (Tensor tensor : tensors) {
      ByteBuffer bytes = tensor.bytes();
      while (bytes.hasRemaining()) {
        int count = Math.min(chunk.length, bytes.remaining());
        bytes.get(chunk, 0, count);
        out.write(chunk, 0, count);
      }
    }
  }

  private static SpikezipException truncated(NpyHeader header, long expected, long found) {
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "it is truncated: "
            + header.type().symbol()
            + shape(header)
            + " takes "
            + expected
            + " bytes, found "
            + found,
        "write the file again");
  }

  private static String shape(NpyHeader header) {
    return header.dims().toString().replace(" ", "");
  }

  private static SpikezipException malformed(String message) {
    return new SpikezipException(ErrorCode.MALFORMED, message);
  }
}
