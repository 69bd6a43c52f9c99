package org.spikezip.ir.artifact;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Writes files that appear whole or not at all: aside in the same folder, then moved. What was
 * written aside disappears on failure and on Ctrl-C. Links are followed; something that is no file,
 * such as {@code /dev/stdout}, is written directly.
 */
public final class AtomicFile {
  /** Writes what the file shall hold. */
  @FunctionalInterface
  public interface Content<T> {
    void writeTo(T out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file through a buffered stream.
   *
   * @throws SpikezipException with code USAGE if it cannot be written
   */
  public static void write(Path target, Content<OutputStream> content) {
    writeChannel(
        target,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        });
  }

  /**
   * Writes a file through its channel.
   *
   * @throws SpikezipException with code USAGE if it cannot be written
   */
  public static void writeChannel(Path target, Content<FileChannel> content) {
    try {
      requirePlace(target);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        fill(target, content, StandardOpenOption.WRITE);
      } else {
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        writeAside(file, file.resolveSibling(".spikezip-" + UUID.randomUUID() + ".tmp"), content);
      }
    } catch (UncheckedIOException e) {
      throw failure(target, e.getCause());
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /**
   * Whether a file can be there: for those who work long before they write.
   *
   * @throws SpikezipException with code USAGE if it is a folder, or its folder does not exist
   */
  public static void requirePlace(Path target) {
    if (Files.isDirectory(target)) {
      throw new SpikezipException(
          ErrorCode.USAGE, "cannot write " + target + ": it is a folder", "give a file name");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "cannot write " + target + ": there is no folder " + folder,
          "make the folder first");
    }
  }

  private static void writeAside(Path file, Path aside, Content<FileChannel> content)
      throws IOException {
    try {
      if (aside.getFileSystem().equals(FileSystems.getDefault())) {
        aside.toFile().deleteOnExit();
      }
      fill(aside, content, StandardOpenOption.CREATE_NEW);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void fill(Path file, Content<FileChannel> content, StandardOpenOption option)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, option, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
    }
  }

  private static SpikezipException failure(Path target, IOException e) {
    String remedy =
        e instanceof AccessDeniedException
            ? "write to a folder that you may write to"
            : "free some space there, or write to another folder";
    return new SpikezipException(
        ErrorCode.USAGE, "cannot write " + target + ": " + reason(e), remedy, e);
  }

  /** Why, without the name of the file, which the message has already. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }
}
