package org.spikezip.frontend.torch.zip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the directory says of one entry; nothing of it is checked against the file yet.
 *
 * @param name with the top folder
 * @param deflated compressed by DEFLATE; otherwise stored
 * @param crc CRC-32 of the content
 * @param compressedSize bytes in the file
 * @param size bytes of the content
 * @param localHeader where the local header begins
 */
record DirectoryHeader(
    String name, boolean deflated, long crc, long compressedSize, long size, long localHeader) {
  static final int SIZE = 46;

  private static final int SIGNATURE = 0x02014b50;
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZIP64_EXTRA = 1;
  private static final long IN_EXTRA = 0xffffffffL;

  /** Reads the header at the buffer's position and moves behind it. */
  static DirectoryHeader read(ByteBuffer directory) {
    if (directory.remaining() < SIZE || directory.getInt(directory.position()) != SIGNATURE) {
      throw ZipArchive.damaged("has a damaged directory");
    }
    ByteBuffer header = directory.slice().order(directory.order());
    int nameLength = Short.toUnsignedInt(header.getShort(28));
    int extraLength = Short.toUnsignedInt(header.getShort(30));
    int length = SIZE + nameLength + extraLength + Short.toUnsignedInt(header.getShort(32));
    if (length > directory.remaining()) {
      throw ZipArchive.damaged("has a directory that is cut off");
    }
    byte[] bytes = new byte[nameLength];
    header.get(SIZE, bytes);
    String name = checked(new String(bytes, StandardCharsets.UTF_8));
    int method = Short.toUnsignedInt(header.getShort(10));
    if ((header.getShort(8) & ENCRYPTED) != 0 || (method != STORED && method != DEFLATED)) {
      throw ZipArchive.damaged(
          "has the entry '" + name + "' encrypted or packed by method " + method);
    }
    long[] sizes = {
      Integer.toUnsignedLong(header.getInt(24)),
      Integer.toUnsignedLong(header.getInt(20)),
      Integer.toUnsignedLong(header.getInt(42))
    };
    readZip64(header.slice(SIZE + nameLength, extraLength).order(header.order()), sizes);
    directory.position(directory.position() + length);
    boolean deflated = method == DEFLATED;
    if (sizes[0] < 0 || (!deflated && sizes[0] != sizes[1])) {
      throw ZipArchive.damaged("gives '" + name + "' impossible sizes");
    }
    long crc = Integer.toUnsignedLong(header.getInt(16));
    return new DirectoryHeader(name, deflated, crc, sizes[1], sizes[0], sizes[2]);
  }

  /** Numbers that do not fit into 32 bits stand in an extra field, in this order. */
  private static void readZip64(ByteBuffer extra, long[] sizes) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Short.toUnsignedInt(extra.getShort());
      if (length > extra.remaining()) {
        return;
      }
      if (id == ZIP64_EXTRA) {
        ByteBuffer field = extra.slice().order(extra.order()).limit(length);
        for (int i = 0; i < sizes.length; i++) {
          if (sizes[i] == IN_EXTRA && field.remaining() >= Long.BYTES) {
            sizes[i] = field.getLong();
          }
        }
        return;
      }
      extra.position(extra.position() + length);
    }
  }

  private static String checked(String name) {
    boolean leaves = Arrays.asList(name.split("/", -1)).contains("..");
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0 || leaves) {
      throw ZipArchive.damaged("has an entry with the impossible name '" + name + "'");
    }
    return name;
  }
}
