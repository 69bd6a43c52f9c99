package org.spikezip.frontend.torch.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * The entries of a PyTorch archive, by their names below its one top folder. What is stored is
 * mapped, not copied, and stays mapped after the archive is closed.
 */
public final class ZipArchive implements AutoCloseable {
  private static final String REMEDY =
      "compare the file's size with the original, or save it again";

  private final FileChannel channel;
  private final SortedMap<String, ZipEntryRecord> entries;

  private ZipArchive(FileChannel channel, SortedMap<String, ZipEntryRecord> entries) {
    this.channel = channel;
    this.entries = entries;
  }

  /**
   * Opens an archive and checks its directory against the file.
   *
   * @throws SpikezipException MALFORMED if there is no such file or it is cut off, damaged, or
   *     contradicts itself
   */
  public static ZipArchive open(Path path) {
    if (!Files.isRegularFile(path)) {
      String what =
          Files.isDirectory(path) ? "this is a folder, not a file" : "there is no such file";
      throw new SpikezipException(ErrorCode.MALFORMED, what, "check the path");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new ZipArchive(channel, CentralDirectory.read(channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static SpikezipException damaged(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, "the zip archive " + what, REMEDY);
  }

  /** Names of all entries, without the top folder. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(entries.keySet()));
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /**
   * The content of an entry, read-only, little-endian, from position 0; empty if there is none.
   *
   * @throws SpikezipException MALFORMED if it is damaged
   */
  public Optional<ByteBuffer> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(this::content);
  }

  /**
   * The content of an entry that must be there.
   *
   * @throws SpikezipException MALFORMED if there is none or it is damaged
   */
  public ByteBuffer read(String name) {
    return find(name).orElseThrow(() -> damaged("lacks the entry '" + name + "'"));
  }

  private ByteBuffer content(ZipEntryRecord entry) {
    try {
      ByteBuffer stored =
          channel.map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.compressedSize());
      ByteBuffer content = entry.deflated() ? Inflation.inflate(entry, stored) : stored;
      CRC32 crc = new CRC32();
      crc.update(content.duplicate());
      if (crc.getValue() != entry.crc()) {
        throw damaged("is damaged: the checksum of '" + entry.name() + "' is wrong");
      }
      return content.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static SpikezipException unreadable(IOException e) {
    return new SpikezipException(
        ErrorCode.MALFORMED, "cannot read it: " + e.getMessage(), "check its permissions", e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
