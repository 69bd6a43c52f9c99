package org.spikezip.frontend.torch.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The list of entries at the end of a zip archive, with ZIP64. */
final class CentralDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int LOCATOR64_SIGNATURE = 0x07064b50;
  private static final int LOCATOR64_SIZE = 20;
  private static final int MOST_COMMENT = 0xffff;
  private static final int MOST_BYTES = 64 << 20;

  private final FileChannel channel;
  private final long fileSize;

  private CentralDirectory(FileChannel channel) throws IOException {
    this.channel = channel;
    this.fileSize = channel.size();
  }

  /** Entries by name below the top folder, none overlapping another. */
  static SortedMap<String, ZipEntryRecord> read(FileChannel channel) throws IOException {
    return new CentralDirectory(channel).entries();
  }

  private SortedMap<String, ZipEntryRecord> entries() throws IOException {
    long end = findEnd();
    ByteBuffer record = bytes(end, END_SIZE);
    long count = Short.toUnsignedLong(record.getShort(10));
    long size = Integer.toUnsignedLong(record.getInt(12));
    long start = Integer.toUnsignedLong(record.getInt(16));
    if (count == 0xffff || size == 0xffffffffL || start == 0xffffffffL) {
      ByteBuffer record64 = end64(end);
      count = record64.getLong(32);
      size = record64.getLong(40);
      start = record64.getLong(48);
    }
    if (start < 0 || size < 0 || size > MOST_BYTES || start > end - size) {
      throw ZipArchive.damaged("is cut off: its directory lies outside of the file");
    }
    if (count < 0 || count > size / DirectoryHeader.SIZE) {
      throw ZipArchive.damaged("says it has " + count + " entries, more than its directory holds");
    }
    return named(headers(bytes(start, (int) size), (int) count), start);
  }

  private List<DirectoryHeader> headers(ByteBuffer directory, int count) {
    List<DirectoryHeader> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(DirectoryHeader.read(directory));
    }
    return headers;
  }

  private SortedMap<String, ZipEntryRecord> named(List<DirectoryHeader> headers, long directory)
      throws IOException {
    String top = topFolder(headers);
    List<ZipEntryRecord> records = new ArrayList<>();
    for (DirectoryHeader header : headers) {
      if (!header.name().endsWith("/")) {
        records.add(locate(header, header.name().substring(top.length()), directory));
      }
    }
    refuseOverlap(records);
    SortedMap<String, ZipEntryRecord> entries = new TreeMap<>();
    for (ZipEntryRecord entry : records) {
      if (entries.put(entry.name(), entry) != null) {
        throw ZipArchive.damaged("has two entries called '" + entry.name() + "'");
      }
    }
    return entries;
  }

  /** PyTorch puts everything into one folder, called after the file. */
  private static String topFolder(List<DirectoryHeader> headers) {
    if (headers.isEmpty()) {
      throw ZipArchive.damaged("is empty");
    }
    String first = headers.get(0).name();
    String top = first.substring(0, first.indexOf('/') + 1);
    return headers.stream().allMatch(h -> h.name().startsWith(top)) ? top : "";
  }

  /** The content begins after the local header, which repeats the name and has its own extra. */
  private ZipEntryRecord locate(DirectoryHeader header, String name, long directory)
      throws IOException {
    long start = header.localHeader();
    if (start < 0 || start > directory - LocalHeader.SIZE) {
      throw ZipArchive.damaged("is cut off before '" + header.name() + "'");
    }
    long offset = start + LocalHeader.length(bytes(start, LocalHeader.SIZE), header);
    if (header.compressedSize() < 0 || offset > directory - header.compressedSize()) {
      throw ZipArchive.damaged("is cut off in '" + header.name() + "'");
    }
    return new ZipEntryRecord(
        name,
        start,
        offset,
        header.compressedSize(),
        header.size(),
        header.deflated(),
        header.crc());
  }

  private static void refuseOverlap(List<ZipEntryRecord> records) {
    List<ZipEntryRecord> sorted = new ArrayList<>(records);
    sorted.sort(Comparator.comparingLong(ZipEntryRecord::header));
    for (int i = 1; i < sorted.size(); i++) {
      ZipEntryRecord before = sorted.get(i - 1);
      if (sorted.get(i).header() < before.end()) {
        throw ZipArchive.damaged(
            "has entries that overlap: '" + before.name() + "' and '" + sorted.get(i).name() + "'");
      }
    }
  }

  private long findEnd() throws IOException {
    int tail = (int) Math.min(fileSize, END_SIZE + MOST_COMMENT);
    ByteBuffer bytes = bytes(fileSize - tail, tail);
    for (int i = tail - END_SIZE; i >= 0; i--) {
      if (bytes.getInt(i) == END_SIGNATURE) {
        return fileSize - tail + i;
      }
    }
    throw ZipArchive.damaged("is cut off: its end record is missing");
  }

  private ByteBuffer end64(long end) throws IOException {
    if (end >= LOCATOR64_SIZE) {
      ByteBuffer locator = bytes(end - LOCATOR64_SIZE, LOCATOR64_SIZE);
      long at = locator.getLong(8);
      if (locator.getInt(0) == LOCATOR64_SIGNATURE && at >= 0 && at <= end - END64_SIZE) {
        ByteBuffer record = bytes(at, END64_SIZE);
        if (record.getInt(0) == END64_SIGNATURE) {
          return record;
        }
      }
    }
    throw ZipArchive.damaged("is damaged: its ZIP64 end record is missing");
  }

  private ByteBuffer bytes(long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw ZipArchive.damaged("is cut off");
      }
    }
    return bytes.flip();
  }
}
