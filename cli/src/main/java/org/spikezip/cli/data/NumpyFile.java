package org.spikezip.cli.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * The arrays of an .npz or .npy file.
 *
 * @param path where it was read from
 * @param named whether arrays have names: an .npy file's only one has none and stands under ""
 * @param arrays by name
 */
public record NumpyFile(Path path, boolean named, SortedMap<String, Tensor> arrays) {
  private static final int MOST_ENTRIES = 4096;

  /** The most that deflate can shrink anything, rounded up. */
  private static final long DEFLATE_RATIO = 1032;

  public NumpyFile {
    arrays = Collections.unmodifiableSortedMap(new TreeMap<>(arrays));
  }

  /**
   * Reads a file, which its first bytes tell to be a zip or a single array.
   *
   * @throws SpikezipException MALFORMED, naming file and array
   */
  public static NumpyFile read(Path path) {
    try {
      SortedMap<String, Tensor> arrays = isZip(path) ? readZip(path) : readArray(path);
      return new NumpyFile(path, !arrays.containsKey(""), arrays);
    } catch (SpikezipException e) {
      throw e.in(path.toString());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** A file that cannot be read at all. */
  static SpikezipException unreadable(Path path, IOException e) {
    boolean missing = e instanceof NoSuchFileException;
    return new SpikezipException(
        ErrorCode.MALFORMED,
        missing ? path + ": there is no such file" : path + " cannot be read: " + e.getMessage(),
        "",
        e);
  }

  private static boolean isZip(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] magic = in.readNBytes(2);
      return magic.length == 2 && magic[0] == 'P' && magic[1] == 'K';
    }
  }

  private static SortedMap<String, Tensor> readArray(Path path) throws IOException {
    SortedMap<String, Tensor> arrays = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      arrays.put("", Npy.read(in, Files.size(path)));
    }
    return arrays;
  }

  private static SortedMap<String, Tensor> readZip(Path path) throws IOException {
    SortedMap<String, Tensor> arrays = new TreeMap<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      if (zip.size() > MOST_ENTRIES) {
        throw new SpikezipException(
            ErrorCode.MALFORMED, zip.size() + " entries are more than an .npz should have");
      }
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        if (entry.getName().endsWith(".npy")) {
          String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
          arrays.put(name, readEntry(zip, entry, name));
        }
      }
    }
    if (arrays.isEmpty()) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "there is no .npy array in this zip", "write it with numpy.savez");
    }
    return arrays;
  }

  private static Tensor readEntry(ZipFile zip, ZipEntry entry, String name) throws IOException {
    long justified = (entry.getCompressedSize() + 64) * DEFLATE_RATIO;
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      return Npy.read(in, Math.min(entry.getSize(), justified));
    } catch (SpikezipException e) {
      throw e.in("array \"" + name + "\"");
    }
  }
}
