package org.spikezip.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The pictures of a folder, by name. */
final class ImageFolder {
  private static final List<String> ENDINGS =
      List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff");

  private ImageFolder() {}

  /**
   * The pictures right in a folder, sorted by file name.
   *
   * @throws SpikezipException MALFORMED if it is no folder or there are none
   */
  static List<Path> list(Path folder, OptionalInt limit) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> images =
          entries
              .filter(ImageFolder::isImage)
              .sorted()
              .limit(limit.orElse(Integer.MAX_VALUE))
              .toList();
      if (images.isEmpty()) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            folder + ": there are no pictures in this folder",
            "they must end in " + String.join(", ", ENDINGS));
      }
      return images;
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, folder + " is no folder that can be read", "", e);
    }
  }

  private static boolean isImage(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
