package org.spikezip.frontend.torch.zip;

import java.nio.ByteBuffer;

/** The header before each entry's content. */
final class LocalHeader {
  static final int SIZE = 30;

  private static final int SIGNATURE = 0x04034b50;

  private LocalHeader() {}

  /** The bytes it takes, with name and extra field. */
  static int length(ByteBuffer header, DirectoryHeader entry) {
    int method = Short.toUnsignedInt(header.getShort(8));
    if (header.getInt(0) != SIGNATURE || (method != 0) != entry.deflated()) {
      throw ZipArchive.damaged("is damaged before '" + entry.name() + "'");
    }
    return SIZE
        + Short.toUnsignedInt(header.getShort(26))
        + Short.toUnsignedInt(header.getShort(28));
  }
}
