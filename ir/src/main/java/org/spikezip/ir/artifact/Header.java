package org.spikezip.ir.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * The first 72 bytes of an artifact.
 *
 * @param graphLength bytes of the graph, which follows
 * @param fileLength bytes of the whole file
 * @param graphHash SHA-256 of the graph, hexadecimal
 */
record Header(int graphLength, long fileLength, String graphHash) {
  static final int BYTES = 72;
  static final int VERSION = 1;
  static final int ALIGNMENT = 64;

  private static final byte[] MAGIC = "SPIKEZIP".getBytes(StandardCharsets.US_ASCII);
  private static final String AGAIN = "compile the model again";

  static Header of(byte[] graph, long weightsLength) {
    long weights = aligned(Math.addExact(BYTES, (long) graph.length));
    return new Header(graph.length, Math.addExact(weights, weightsLength), hash(graph));
  }

  /** Where the tensors begin. */
  long weightsOffset() {
    return aligned(BYTES + (long) graphLength);
  }

  static long aligned(long offset) {
    return Math.addExact(offset, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static String hash(byte[] graph) {
    return HexFormat.of().formatHex(sha256(graph));
  }

  ByteBuffer encode() {
    return ByteBuffer.allocate(BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(VERSION)
        .putInt(0)
        .putLong(graphLength)
        .putLong(weightsOffset())
        .putLong(fileLength)
        .put(HexFormat.of().parseHex(graphHash))
        .flip();
  }

  /** Whether these first bytes of a file are those of an artifact. */
  static boolean hasMagic(ByteBuffer start) {
    return start.remaining() >= MAGIC.length
        && start.slice(start.position(), MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /**
   * Reads and checks a header.
   *
   * @param start the first bytes of the file
   * @param actual the length that the file has
   */
  static Header decode(ByteBuffer start, long actual) {
    if (!hasMagic(start)) {
      throw malformed(
          "expected a .snn artifact, which begins with SPIKEZIP; this file does not",
          "give a file that 'spikezip compile' wrote");
    }
    if (start.remaining() < BYTES) {
      throw malformed("cut off: expected a header of 72 bytes, found " + actual, AGAIN);
    }
    ByteBuffer fields = start.slice().order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
    checkVersion(fields.getInt(), fields.getInt());
    long graphLength = fields.getLong();
    long weightsOffset = fields.getLong();
    long fileLength = fields.getLong();
    byte[] hash = new byte[32];
    fields.get(hash);
    if (fileLength != actual) {
      String found = "expected " + fileLength + " bytes, found " + actual;
      throw malformed((actual < fileLength ? "cut off: " : "longer than it says: ") + found, AGAIN);
    }
    if (graphLength < 0 || graphLength > actual - BYTES || graphLength > Integer.MAX_VALUE - 64) {
      throw malformed("broken header: a graph of " + graphLength + " bytes in " + actual, AGAIN);
    }
    Header header = new Header((int) graphLength, fileLength, HexFormat.of().formatHex(hash));
    if (weightsOffset != header.weightsOffset() || weightsOffset > fileLength) {
      throw malformed(
          "broken header: expected weights at "
              + header.weightsOffset()
              + " of "
              + fileLength
              + " bytes, found "
              + weightsOffset,
          AGAIN);
    }
    return header;
  }

  private static void checkVersion(int version, int flags) {
    if (version < 1) {
      throw malformed("broken header: format version " + version, AGAIN);
    }
    if (version > VERSION) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "artifact of a newer version (found "
              + version
              + ", this spikezip reads up to "
              + VERSION
              + ")",
          "update spikezip");
    }
    if (flags != 0) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "artifact with features that this spikezip does not know (flags 0x"
              + Integer.toHexString(flags)
              + ")",
          "update spikezip");
    }
  }

  /** Throws if these are not the bytes of the graph that was written. */
  void check(byte[] graph) {
    if (!hash(graph).equals(graphHash)) {
      throw malformed("the checksum of the graph is wrong", AGAIN);
    }
  }

  static SpikezipException malformed(String message, String remedy) {
    return new SpikezipException(ErrorCode.MALFORMED, message, remedy);
  }
}
