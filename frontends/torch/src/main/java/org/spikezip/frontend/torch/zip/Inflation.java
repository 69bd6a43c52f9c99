package org.spikezip.frontend.torch.zip;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses entries, never to more than they declare. */
final class Inflation {
  /** DEFLATE cannot do better than this. */
  private static final long MOST_RATIO = 1032;

  /** Code and pickles are compressed, weights are not; no model has that much code. */
  private static final long MOST_BYTES = 256L << 20;

  private Inflation() {}

  static ByteBuffer inflate(ZipEntryRecord entry, ByteBuffer compressed) {
    if (entry.size() > MOST_BYTES || entry.size() > (compressed.remaining() + 1L) * MOST_RATIO) {
      throw ZipArchive.damaged(
          "says that '"
              + entry.name()
              + "' unpacks from "
              + compressed.remaining()
              + " to "
              + entry.size()
              + " bytes");
    }
    byte[] content = new byte[(int) entry.size()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(compressed);
      int read = 0;
      while (read < content.length && !inflater.finished()) {
        int more = inflater.inflate(content, read, content.length - read);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        read += more;
      }
      if (read != content.length) {
        throw ZipArchive.damaged("is cut off in '" + entry.name() + "'");
      }
      return ByteBuffer.wrap(content);
    } catch (DataFormatException e) {
      throw ZipArchive.damaged("is damaged in '" + entry.name() + "': " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
